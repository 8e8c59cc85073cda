/**
 * The sounds of scanning, made by WebAudio. They differ by count and length, not only by pitch. Each is also told to the
 * page as the DOM event `zhanggui:sound`, so that other parts (and tests) need not listen to a loudspeaker.
 */
export interface Tone {
  hz: number
  ms: number
  wave?: OscillatorType
}

export const pauseMs = 30

const rest: Tone = { hz: 0, ms: pauseMs }

export const sounds = {
  ok: [{ hz: 1568, ms: 70 }],
  new: [{ hz: 1319, ms: 60 }, rest, { hz: 1760, ms: 60 }],
  'done-line': [{ hz: 1319, ms: 60 }, rest, { hz: 1568, ms: 60 }, rest, { hz: 1976, ms: 60 }],
  'done-doc': [
    { hz: 1047, ms: 110 },
    { hz: 1319, ms: 110 },
    { hz: 1568, ms: 110 },
    { hz: 2093, ms: 170 },
  ],
  warn: [
    { hz: 880, ms: 120 },
    { hz: 0, ms: 60 },
    { hz: 880, ms: 120 },
  ],
  error: [
    { hz: 220, ms: 250, wave: 'square' },
    { hz: 0, ms: 80 },
    { hz: 220, ms: 250, wave: 'square' },
  ],
  stop: [{ hz: 196, ms: 600, wave: 'square' }],
  undo: [{ hz: 1319, ms: 60 }, rest, { hz: 880, ms: 60 }],
} as const satisfies Record<string, readonly Tone[]>

export type SoundName = keyof typeof sounds
export const soundEvent = 'zhanggui:sound'

let context: AudioContext | null = null

export const playSound = (name: SoundName): void => {
  window.dispatchEvent(new CustomEvent(soundEvent, { detail: { name } }))
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    schedule(context, sounds[name])
  } catch {
    // No audio device: colour, icon and words of the result panel say the same.
  }
}

/** The first sound would be late otherwise: opening the audio device takes longer than a scan. */
export const warmUpSounds = (): void => {
  try {
    context ??= new AudioContext()
  } catch {
    // As above: without an audio device the screen says it.
  }
}

const schedule = (audio: AudioContext, tones: readonly Tone[]): void => {
  let at = audio.currentTime
  for (const tone of tones) {
    if (tone.hz > 0) playTone(audio, tone, at)
    at += tone.ms / 1000
  }
}

/** Four milliseconds of rise and fall keep the loudspeaker from clicking. */
const playTone = (audio: AudioContext, tone: Tone, at: number): void => {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  const end = at + tone.ms / 1000
  oscillator.type = tone.wave ?? 'sine'
  oscillator.frequency.value = tone.hz
  const loudness = tone.wave === 'square' ? 0.12 : 0.3
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(loudness, at + 0.004)
  gain.gain.setValueAtTime(loudness, end - 0.004)
  gain.gain.linearRampToValueAtTime(0, end)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(end)
}
