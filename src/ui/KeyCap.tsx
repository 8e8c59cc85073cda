/** A key drawn small beside the words of a button. Hidden from screen readers: the F1 list says it in full. */
export const KeyCap = ({ name }: { name: string }) => (
  <span className="key-cap" aria-hidden="true">
    {name}
  </span>
)
