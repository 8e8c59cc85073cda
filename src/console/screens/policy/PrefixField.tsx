/** A number prefix: one to eight capital letters; anything else typed is dropped as it comes. */
import { TextField } from '../../parts/fields'

interface PrefixFieldProps {
  label: string
  testId: string
  value: string
  onChange(prefix: string): void
}

export const PrefixField = ({ onChange, ...field }: PrefixFieldProps) => (
  <TextField {...field} max={8} onChange={(text) => onChange(text.toUpperCase().replace(/[^A-Z]/g, ''))} />
)
