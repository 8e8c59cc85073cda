/** What a store's log calls what became of a change of prices there; HQ reads it by these names. */
export const priceHeard = 'price.heard'
export const priceLabelsPrinted = 'price.labelsPrinted'
/** HQ's own log: the day of a planned change came */
export const priceTookEffect = 'price.tookEffect'
