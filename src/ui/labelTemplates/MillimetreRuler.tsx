/** A ruler in the screen's own millimetres, to hold against a real one: long ticks at ten with their figures, middle ones at five. */
const highMm = 6

export const MillimetreRuler = ({ mm }: { mm: number }) => (
  <svg
    className="millimetre-ruler"
    // half a millimetre more on each side: the first and the last tick and their figures are drawn whole
    style={{ width: `${mm + 4}mm`, height: `${highMm}mm`, marginInlineStart: '-2mm' }}
    viewBox={`-2 0 ${mm + 4} ${highMm}`}
    aria-hidden="true"
    data-testid="millimetre-ruler"
  >
    {Array.from({ length: Math.floor(mm) + 1 }, (_, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
      <line key={at} x1={at} x2={at} y1={0} y2={at % 10 === 0 ? 3 : at % 5 === 0 ? 2.1 : 1.3} />
    ))}
    {Array.from({ length: Math.floor(mm / 10) + 1 }, (_, ten) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a figure is its place
      <text key={ten} x={ten * 10} y={5.7} textAnchor="middle">
        {ten * 10}
      </text>
    ))}
  </svg>
)
