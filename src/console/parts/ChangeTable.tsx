/** Values before and after, a row each. What was not there before, or is not any more, is a dash; what reads the same is left out. */

interface Change {
  key: string
  what: string
  before: string
  after: string
}

export const ChangeTable = ({ changes }: { changes: readonly Change[] }) => {
  const rows = changes.filter(({ before, after }) => before !== after)
  if (rows.length === 0) return null
  return (
    <table className="changes">
      <tbody>
        {rows.map(({ key, what, before, after }) => (
          <tr key={key}>
            <th scope="row">{what}</th>
            <td>
              {before === '' ? <span className="muted">—</span> : <span className="change-before">{before}</span>}
            </td>
            <td aria-hidden="true">→</td>
            <td>{after === '' ? <span className="muted">—</span> : <b>{after}</b>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
