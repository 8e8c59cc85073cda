/** A barcode on the screen, for measuring a scanner: letters of both cases, signs and digits show its whole keyboard. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

export const codeToScan = 'ZG-aB/0123'

export const CodeToScan = () => {
  const { t } = useTranslation()
  const picture = usePicture(codeToScan)
  return (
    <figure className="code-to-scan">
      {picture ? <img src={picture} alt={t('wedge.codeOnScreen', { code: codeToScan })} /> : null}
      <figcaption className="code">{codeToScan}</figcaption>
    </figure>
  )
}

/** The drawer of bars is large and seldom needed: it is loaded here, when somebody measures. */
const usePicture = (text: string): string => {
  const [picture, setPicture] = useState('')
  useEffect(() => {
    let shown = true
    void import('bwip-js/browser').then(({ toSVG }) => {
      const svg = toSVG({ bcid: 'code128', text, scale: 2, height: 14, paddingwidth: 10, paddingheight: 4 })
      if (shown) setPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`)
    })
    return () => {
      shown = false
    }
  }, [text])
  return picture
}
