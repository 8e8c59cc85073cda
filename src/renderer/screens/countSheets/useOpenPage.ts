/** The code of a page leads to that page, whatever stocktake of this store it is of. */
import { useNavigate } from 'react-router'
import { playSound } from '../../scanning/sounds'

export const useOpenPage = (): ((code: { number: string; page: number }) => void) => {
  const navigate = useNavigate()
  return ({ number, page }) => {
    playSound('ok')
    void navigate(`/stocktakes/pages/${number}/${page}`)
  }
}
