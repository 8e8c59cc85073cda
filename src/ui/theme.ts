/** The one place of colours and sizes. Values reach AA on white (antd's own defaults do not): see docs on screens. */
import type { ThemeConfig } from 'antd'

export const colours = {
  primary: '#0958d9',
  successText: '#237804',
  warningText: '#874d00',
  error: '#cf1322',
  text: '#1b2530',
  secondary: '#55606e',
  placeholder: '#68727f',
  inputBorder: '#8c8c8c',
  line: '#dfe4ea',
  layout: '#f3f5f8',
  bar: '#10233d',
} as const

export const fontFamily =
  "'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif"

export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.primary,
    // under the mouse antd goes lighter, below what white words can be read on
    colorPrimaryHover: '#0a4dbd',
    colorPrimaryActive: '#083f99',
    colorLink: colours.primary,
    colorInfo: colours.primary,
    // Soft grounds are named: antd would mix them from the dark text colours into mud.
    colorSuccessBg: '#edf7e8',
    colorSuccessBorder: '#9fcb8b',
    colorWarningBg: '#fff6df',
    colorWarningBorder: '#e3bd62',
    colorErrorBg: '#fff0ee',
    colorErrorBorder: '#f0a39c',
    colorSuccess: colours.successText,
    colorSuccessText: colours.successText,
    colorWarning: colours.warningText,
    colorWarningText: colours.warningText,
    colorError: colours.error,
    colorErrorText: colours.error,
    colorText: colours.text,
    colorTextSecondary: colours.secondary,
    colorTextTertiary: colours.secondary,
    colorTextDescription: colours.secondary,
    colorTextPlaceholder: colours.placeholder,
    colorTextDisabled: '#6b7480',
    colorBorder: colours.inputBorder,
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.layout,
    fontFamily,
    fontSize: 13,
    controlHeight: 28,
    controlHeightLG: 36,
    borderRadius: 4,
    // a clerk waits for nothing to slide in, and a scan must not meet a dialog that is half there
    motion: false,
  },
  components: {
    Button: {
      paddingInline: 10,
      fontWeight: 500,
      // under the mouse antd lightens the words below what can be read
      defaultHoverColor: colours.primary,
      defaultHoverBorderColor: colours.primary,
    },
    Modal: { titleFontSize: 16 },
    Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 4px' },
  },
}
