// HQ's label templates: what becomes of one, whom it is for, and what a shop's log calls that it has it.

export const chainTemplateStates = ['draft', 'published', 'withdrawn'] as const
export type ChainTemplateState = (typeof chainTemplateStates)[number]

/** Whole chain, some regions with whatever stores they have, or stores by name. */
export const audienceKinds = ['chain', 'regions', 'stores'] as const
export type AudienceKind = (typeof audienceKinds)[number]

/** A store's log: this PC can print what HQ published (or knows that it is withdrawn). */
export const templateHeard = 'labelTemplate.heard'
