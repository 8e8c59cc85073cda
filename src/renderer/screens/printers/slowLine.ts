/** A whole label is a picture: at 9,600 baud it takes longer than anybody waits. */
export const slowBaudRate = 19_200
