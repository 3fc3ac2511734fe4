// The sounds of a telephone: dual tones of the keypad and a ringing bell, made by WebAudio.

const ROW = {
  1: 697,
  2: 697,
  3: 697,
  4: 770,
  5: 770,
  6: 770,
  7: 852,
  8: 852,
  9: 852,
  "*": 941,
  0: 941,
  "#": 941,
}
const COLUMN = {
  1: 1209,
  4: 1209,
  7: 1209,
  "*": 1209,
  2: 1336,
  5: 1336,
  8: 1336,
  0: 1336,
  3: 1477,
  6: 1477,
  9: 1477,
  "#": 1477,
}
const RING = [440, 480]
const VOLUME = 0.06

let context = null
let sounding = localStorage.getItem("sound") !== "off"
let ringTimer = null

async function sound(frequencies, seconds, delay = 0) {
  // Browsers let a page sound only after a click or a key; until then it stays silent.
  if (!sounding || !navigator.userActivation.hasBeenActive) return
  context ??= new AudioContext()
  // The first key would be lost otherwise: a context starts a moment later than it is made.
  if (context.state !== "running") await context.resume()
  const begin = context.currentTime + delay
  const gain = context.createGain()
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(VOLUME, begin + 0.005)
  gain.gain.setValueAtTime(VOLUME, begin + seconds - 0.005)
  gain.gain.linearRampToValueAtTime(0, begin + seconds)
  gain.connect(context.destination)
  for (const frequency of frequencies) {
    const oscillator = context.createOscillator()
    oscillator.frequency.value = frequency
    oscillator.connect(gain)
    oscillator.start(begin)
    oscillator.stop(begin + seconds)
  }
}

/** The tone of one key, `delay` seconds from now. */
export function playKey(key, delay = 0, seconds = 0.12) {
  if (key in ROW) void sound([ROW[key], COLUMN[key]], seconds, delay)
}

/** Rings until stopRinging: two seconds of bell every six, as American phones do. */
export function startRinging() {
  if (ringTimer !== null) return
  void sound(RING, 2)
  ringTimer = setInterval(() => void sound(RING, 2), 6000)
}

export function stopRinging() {
  clearInterval(ringTimer)
  ringTimer = null
}

/** Makes `button` (role switch) the mute switch; the choice is remembered. */
export function soundSwitch(button) {
  const show = () => button.setAttribute("aria-checked", String(sounding))
  button.addEventListener("click", () => {
    sounding = !sounding
    localStorage.setItem("sound", sounding ? "on" : "off")
    show()
  })
  show()
}
