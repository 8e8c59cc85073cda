/** What a store's log calls what became of a change of prices there; HQ reads it by these names. */
export const priceHeard = 'price.heard'
export const priceLabelsPrinted = 'price.labelsPrinted'
/** told as printed, and asked for anew since: nobody is sure that one hangs on the shelf */
export const priceLabelsBack = 'price.labelsBack'
/** HQ's own log: the day of a planned change came */
export const priceTookEffect = 'price.tookEffect'
