/** How a day may be typed; the first is how it is shown. What cannot be read is taken back, so the ways people write must be. */
export const dayFormats = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY-M-D']
