/** How a template of HQ is shown: its state in a word, whom it is for by name, how many stores have it. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '../../../contract/operations'
import type { Audience, ChainTemplateView } from '../../../contract/schemas/chainTemplate'
import type { ChainTemplateState } from '../../../core/labels/chainTemplate'
import { Sign, type Tone } from '../../../ui/states'

export type Places = Pick<OutputOf<'chainTemplate.list'>, 'regions' | 'stores'>

const tones: Record<ChainTemplateState, Tone> = { draft: 'plain', published: 'good', withdrawn: 'plain' }

type Shown = Pick<ChainTemplateView, 'state' | 'version' | 'publishedVersion' | 'isDefault'>

/** Saved again since the stores got it. */
export const isChanged = ({ state, version, publishedVersion }: Shown): boolean =>
  state === 'published' && version > publishedVersion

export const stateText = (t: TFunction, shown: Shown): string =>
  [
    t(`chainTemplateState.${shown.state}`),
    ...(isChanged(shown) ? [t('templates.changed')] : []),
    ...(shown.isDefault ? [t('templates.default')] : []),
  ].join(' ')

export const TemplateSign = (shown: Shown) => {
  const { t } = useTranslation()
  return (
    <span className="signs">
      <Sign tone={tones[shown.state]} testId="template-state">
        {t(`chainTemplateState.${shown.state}`)}
      </Sign>
      {isChanged(shown) ? <Sign tone="busy">{t('templates.changed')}</Sign> : null}
      {shown.isDefault ? <Sign tone="plain">{t('templates.default')}</Sign> : null}
    </span>
  )
}

const namesMax = 3

export const audienceText = (t: TFunction, audience: Audience | null, { regions, stores }: Places): string => {
  if (audience === null) return ''
  if (audience.kind === 'chain') return t('audienceKind.chain')
  const known: readonly { code: string; name: string }[] = audience.kind === 'regions' ? regions : stores
  const names = audience.codes.map((code) => known.find((place) => place.code === code)?.name ?? code)
  const some = names.slice(0, namesMax).join(t('templates.comma'))
  return names.length > namesMax ? t('templates.andMore', { some, n: names.length }) : some
}

export const sizeText = ({ template }: Pick<ChainTemplateView, 'template'>): string =>
  `${template.widthMm}×${template.heightMm}`
