// Twilio's error answers: `{code, message, more_info, status}` (facts 1.5).

/** Thrown by REST handlers; the API answers it as Twilio would. */
export class TwilioError extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.name = "TwilioError"
    this.status = status
    this.code = code
  }
}

export type TwilioErrorBody = {
  code: number
  message: string
  more_info: string
  status: number
  detail?: string
}

export function errorBody(error: { status: number; code: number; message: string }): TwilioErrorBody {
  const { code, message, status } = error
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  // 20003 carries an empty detail, as captured from real Twilio.
  return code === 20003
    ? { code, detail: "", message, more_info, status }
    : { code, message, more_info, status }
}

/** 404 for an unknown or foreign resource, in Twilio's words. */
export function notFound(path: string): TwilioError {
  return new TwilioError(404, 20404, `The requested resource ${path} was not found`)
}
