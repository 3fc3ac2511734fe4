# For tests: Twilio's official Python helper library against an emulator; prints what it got as JSON.
# Arguments: emulator URL, account SID, auth token, Call SID in progress, own number, agent's number.
import json
import sys

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

url, account_sid, token, call_sid, number, agent = sys.argv[1:]


class EmulatorClient(TwilioHttpClient):
    def request(self, method, uri, *args, **kwargs):
        return super().request(method, uri.replace("https://api.twilio.com", url), *args, **kwargs)


client = Client(account_sid, token, http_client=EmulatorClient())
callback = "http://localhost:9/callback"
payments = client.calls(call_sid).payments
payment = payments.create(
    idempotency_key="one",
    status_callback=callback,
    charge_amount=9.99,
    postal_code=False,
    security_code=True,
    parameter={"order": "7"},
)
payments(payment.sid).update(idempotency_key="two", status_callback=callback, status="cancel")
recording = client.calls(call_sid).recordings.create(recording_channels="dual")
client.calls(call_sid).recordings(recording.sid).update(status="stopped")
for name in ["a", "b", "c"]:
    client.queues.create(friendly_name=name, max_size=5)
placed = client.calls.create(to=agent, from_=number, twiml="<Response/>", record=True)
client.calls(placed.sid).update(status="canceled")
bought = client.incoming_phone_numbers.create(phone_number="+15557770001", voice_url=callback)
client.incoming_phone_numbers(bought.sid).delete()
try:
    client.calls("CA" + "0" * 32).fetch()
    error = None
except TwilioRestException as refused:
    error = [refused.status, refused.code]
print(
    json.dumps(
        {
            "account": client.api.v2010.accounts(account_sid).fetch().status,
            "call": client.calls(call_sid).fetch().status,
            "payment": payment.sid[:2],
            "channels": recording.channels,
            "queues": [queue.friendly_name for queue in client.queues.list(page_size=1)],
            "placed": placed.status,
            "numbers": len(client.incoming_phone_numbers.list()),
            "error": error,
            "signature": RequestValidator("12345").compute_signature(
                "https://mycompany.com/myapp.php?foo=1&bar=2", {"CallSid": "CA1234567890ABCDE"}
            ),
        }
    )
)
