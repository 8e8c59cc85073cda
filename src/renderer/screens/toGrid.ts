/** The keyboard goes to the list: what is above it (tabs, filters) was only on the way there. */
export const toGrid = (): void => document.querySelector<HTMLElement>('.screen .grid-body')?.focus()

/** After a click on a tab; antd puts the focus on the tab itself first. */
export const toGridSoon = (): void => void setTimeout(toGrid, 0)
