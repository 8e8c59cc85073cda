/** What a user may see: the whole chain, one region or one store. Applied inside queries, never afterwards. */
export type Scope = { kind: 'chain' } | { kind: 'region'; regionCode: string } | { kind: 'store'; storeCode: string }
