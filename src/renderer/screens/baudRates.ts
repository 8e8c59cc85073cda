/** Rates serial devices of shops are set to. */
export const baudRates = [9600, 19200, 38400, 57600, 115200]
