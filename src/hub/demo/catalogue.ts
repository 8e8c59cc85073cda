/**
 * The 300 products of the demo chain as families: one pattern, several variants. The English name is put together
 * from the same pairs of terms, so a product can not have one language only. All brands are invented.
 */

export type CatalogueEntry = {
  categoryCode: string
  name: string
  nameEn: string
  spec: string
  unit: string
  origin: string
  priceFen: number
  /** gross margin aimed at, thousandths of the price */
  marginPermille: number
  supplierCode: string
  /** pieces in a case with a code of its own, or null */
  caseOf: 12 | 24 | null
  /** sold in a wrapped six with a code of its own */
  hasSixPack: boolean
  discontinued: boolean
  code: 'standard' | 'ean8' | 'upca' | 'plu'
}

export const demoCategories = [
  { code: '01', name: '饮料', parentCode: null },
  { code: '0101', name: '茶饮料', parentCode: '01' },
  { code: '0102', name: '水与汽水', parentCode: '01' },
  { code: '0103', name: '果汁与功能饮料', parentCode: '01' },
  { code: '0104', name: '咖啡与植物饮料', parentCode: '01' },
  { code: '02', name: '乳品', parentCode: null },
  { code: '0201', name: '牛奶与奶粉', parentCode: '02' },
  { code: '0202', name: '酸奶与奶酪', parentCode: '02' },
  { code: '03', name: '零食', parentCode: null },
  { code: '0301', name: '膨化食品', parentCode: '03' },
  { code: '0302', name: '饼干糕点', parentCode: '03' },
  { code: '0303', name: '糖果巧克力', parentCode: '03' },
  { code: '0304', name: '坚果蜜饯', parentCode: '03' },
  { code: '0305', name: '卤味海味', parentCode: '03' },
  { code: '04', name: '粮油', parentCode: null },
  { code: '0401', name: '米面杂粮', parentCode: '04' },
  { code: '0402', name: '食用油与调味品', parentCode: '04' },
  { code: '0403', name: '方便速食', parentCode: '04' },
  { code: '05', name: '日化', parentCode: null },
  { code: '0501', name: '纸品', parentCode: '05' },
  { code: '0502', name: '家庭清洁', parentCode: '05' },
  { code: '0503', name: '个人护理', parentCode: '05' },
  { code: '06', name: '生鲜', parentCode: null },
  { code: '0601', name: '果蔬蛋品', parentCode: '06' },
  { code: '0602', name: '鲜食熟食', parentCode: '06' },
  { code: '07', name: '冷冻', parentCode: null },
  { code: '0701', name: '冷冻面点', parentCode: '07' },
  { code: '0702', name: '冰淇淋雪糕', parentCode: '07' },
  { code: '08', name: '酒类', parentCode: null },
  { code: '0801', name: '啤酒', parentCode: '08' },
  { code: '0802', name: '白酒黄酒', parentCode: '08' },
  { code: '0803', name: '果酒葡萄酒', parentCode: '08' },
] as const

export const demoSuppliers = [
  { code: 'GY001', name: '穗渡食品商贸(示例)', contact: '业务员小唐', phone: '000-0000-1001' },
  { code: 'GY002', name: '牧遥谷乳品配送(示例)', contact: '业务员小莫', phone: '000-0000-1002' },
  { code: 'GY003', name: '净朗屋日用百货(示例)', contact: '业务员小蒋', phone: '000-0000-1003' },
  { code: 'GY004', name: '巷晨鲜生鲜加工(示例)', contact: '配送员小鲁', phone: '000-0000-1004' },
  { code: 'GY005', name: '雪砚冷链(示例)', contact: '配送员小柏', phone: '000-0000-1005' },
  { code: 'GY006', name: '窖问酒业经销(示例)', contact: '业务员小纪', phone: '000-0000-1006' },
] as const

type VariantExtras = Partial<
  Pick<CatalogueEntry, 'spec' | 'unit' | 'priceFen' | 'origin' | 'caseOf' | 'hasSixPack' | 'discontinued' | 'code'>
>
type Variant = readonly [zh: string, en: string, extras?: VariantExtras]
type FamilyBase = Pick<
  CatalogueEntry,
  'categoryCode' | 'spec' | 'unit' | 'origin' | 'priceFen' | 'marginPermille' | 'supplierCode'
> & { caseOf?: 12 | 24; hasSixPack?: boolean }
/** `*` in both patterns is where the variant goes. */
type Family = readonly [zhPattern: string, enPattern: string, base: FamilyBase, variants: readonly Variant[]]

const gone = { discontinued: true } as const

const base = (
  categoryCode: string,
  supplierCode: string,
  spec: string,
  unit: string,
  priceFen: number,
  marginPermille: number,
  origin: string,
  packs: { caseOf?: 12 | 24; hasSixPack?: boolean } = {},
): FamilyBase => ({ categoryCode, supplierCode, spec, unit, priceFen, marginPermille, origin, ...packs })

const drinks: readonly Family[] = [
  [
    '青屿岚*果茶',
    'Qingyulan * Fruit Tea',
    base('0101', 'GY001', '500ml*1', '瓶', 450, 360, '浙江', { caseOf: 12 }),
    [
      ['白桃', 'White Peach'],
      ['西柚', 'Grapefruit'],
      ['柠檬', 'Lemon'],
      ['百香果', 'Passion Fruit'],
    ],
  ],
  [
    '青屿岚无糖*茶',
    'Qingyulan Sugar-Free * Tea',
    base('0101', 'GY001', '500ml*1', '瓶', 500, 380, '福建', { caseOf: 12 }),
    [
      ['乌龙', 'Oolong'],
      ['茉莉花', 'Jasmine'],
      ['小种红', 'Black'],
      ['大麦', 'Barley'],
    ],
  ],
  ['汀禾*', 'Tinghe *', base('0101', 'GY001', '310ml*1', '罐', 350, 340, '广东'), [['冬瓜茶', 'Winter Melon Tea']]],
  [
    '泠泉湾饮用天然水*',
    'Lingquanwan Natural Water *',
    base('0102', 'GY001', '550ml*1', '瓶', 200, 420, '浙江'),
    [
      ['', '', { caseOf: 24, hasSixPack: true }],
      ['家庭装', 'Family Bottle', { spec: '1.5L*1', priceFen: 350, caseOf: 12 }],
      ['桶装', 'Jug', { spec: '4.5L*1', unit: '桶', priceFen: 900 }],
    ],
  ],
  [
    '泠泉湾*苏打水',
    'Lingquanwan * Soda Water',
    base('0102', 'GY001', '400ml*1', '瓶', 450, 400, '浙江', { caseOf: 24 }),
    [
      ['原味', 'Original'],
      ['青柠', 'Lime'],
      ['玫瑰', 'Rose'],
    ],
  ],
  [
    '啵泡熊*汽水',
    'Bopaoxiong * Soda',
    base('0102', 'GY001', '330ml*1', '罐', 300, 330, '江苏', { caseOf: 24 }),
    [
      ['橘子', 'Orange'],
      ['荔枝', 'Lychee'],
      ['白葡萄', 'White Grape'],
      ['海盐菠萝', 'Sea Salt Pineapple'],
      ['沙士', 'Sarsaparilla'],
    ],
  ],
  [
    '啵泡熊无糖*可乐',
    'Bopaoxiong Sugar-Free * Cola',
    base('0102', 'GY001', '330ml*1', '罐', 300, 320, '江苏', { caseOf: 24, hasSixPack: true }),
    [
      ['经典', 'Classic'],
      ['青柠', 'Lime'],
    ],
  ],
  [
    '果满汀*汁',
    'Guomanting * Juice',
    base('0103', 'GY001', '300ml*1', '瓶', 680, 350, '山东'),
    [
      ['鲜橙', 'Orange'],
      ['苹果', 'Apple'],
      ['胡萝卜橙', 'Carrot Orange'],
      ['番茄', 'Tomato'],
      ['西梅', 'Prune', gone],
    ],
  ],
  [
    '果满汀*果汁饮料',
    'Guomanting * Juice Drink',
    base('0103', 'GY001', '1L*1', '盒', 780, 330, '山东'),
    [
      ['蜜桃', 'Peach'],
      ['芒果', 'Mango'],
      ['山楂', 'Hawthorn'],
    ],
  ],
  [
    '跃电鹿*能量饮料',
    'Yuedianlu * Energy Drink',
    base('0103', 'GY001', '250ml*1', '罐', 600, 340, '海南', { caseOf: 24 }),
    [
      ['原味', 'Original'],
      ['低糖', 'Low-Sugar'],
      ['人参', 'Ginseng'],
    ],
  ],
  [
    '跃电鹿*电解质水',
    'Yuedianlu * Electrolyte Water',
    base('0103', 'GY001', '550ml*1', '瓶', 500, 360, '海南'),
    [
      ['西柚', 'Grapefruit'],
      ['荔枝', 'Lychee'],
      ['青瓜', 'Cucumber'],
    ],
  ],
  [
    '晨磨坊*咖啡',
    'Chenmofang * Coffee',
    base('0104', 'GY001', '280ml*1', '瓶', 700, 370, '云南'),
    [
      ['拿铁', 'Latte'],
      ['美式', 'Americano'],
      ['摩卡', 'Mocha'],
      ['生椰拿铁', 'Coconut Latte'],
    ],
  ],
  [
    '晨磨坊*豆奶',
    'Chenmofang * Soy Milk',
    base('0104', 'GY001', '250ml*1', '盒', 350, 320, '黑龙江'),
    [
      ['原味', 'Original'],
      ['黑芝麻', 'Black Sesame'],
      ['低糖', 'Low-Sugar'],
    ],
  ],
  [
    '椰小渡*',
    'Yexiaodu *',
    base('0104', 'GY001', '350ml*1', '瓶', 800, 350, '海南'),
    [
      ['椰子水', 'Coconut Water'],
      ['生榨椰汁', 'Pressed Coconut Milk', { spec: '1L*1', unit: '盒', priceFen: 1500 }],
    ],
  ],
]

const dairy: readonly Family[] = [
  [
    '牧遥谷*纯牛奶',
    'Muyaogu * Milk',
    base('0201', 'GY002', '250ml*1', '盒', 350, 260, '内蒙古', { caseOf: 12 }),
    [
      ['全脂', 'Whole'],
      ['低脂', 'Low-Fat'],
      ['脱脂', 'Skimmed'],
      ['有机', 'Organic', { priceFen: 590 }],
    ],
  ],
  [
    '牧遥谷*味牛奶',
    'Muyaogu * Flavoured Milk',
    base('0201', 'GY002', '200ml*1', '盒', 320, 270, '内蒙古'),
    [
      ['草莓', 'Strawberry'],
      ['巧克力', 'Chocolate'],
      ['香蕉', 'Banana'],
      ['麦香', 'Malt'],
    ],
  ],
  [
    '牧遥谷巴氏鲜牛奶*',
    'Muyaogu Pasteurised Milk *',
    base('0201', 'GY002', '450ml*1', '瓶', 980, 250, '上海'),
    [
      ['', ''],
      ['家庭装', 'Family Bottle', { spec: '950ml*1', priceFen: 1790 }],
    ],
  ],
  [
    '牧遥谷*奶粉',
    'Muyaogu * Milk Powder',
    base('0201', 'GY002', '400g*1', '袋', 3290, 240, '黑龙江'),
    [
      ['全脂甜', 'Sweetened Whole'],
      ['高钙', 'High-Calcium'],
      ['学生', 'Student', gone],
    ],
  ],
  [
    '酪朵朵*酸奶',
    'Laoduoduo * Yoghurt',
    base('0202', 'GY002', '180g*1', '杯', 550, 300, '江苏'),
    [
      ['原味', 'Plain'],
      ['黄桃', 'Yellow Peach'],
      ['蓝莓', 'Blueberry'],
      ['红枣', 'Red Date'],
      ['燕麦', 'Oat'],
      ['芦荟', 'Aloe'],
    ],
  ],
  [
    '酪朵朵0蔗糖*酸奶',
    'Laoduoduo No-Sugar * Yoghurt',
    base('0202', 'GY002', '200g*1', '瓶', 690, 310, '江苏'),
    [
      ['浓醇', 'Rich'],
      ['青提', 'Green Grape'],
      ['奇亚籽', 'Chia Seed'],
    ],
  ],
  [
    '酪朵朵*乳酸菌饮料',
    'Laoduoduo * Probiotic Drink',
    base('0202', 'GY002', '100ml*5', '排', 990, 300, '江苏'),
    [
      ['原味', 'Original'],
      ['白桃', 'White Peach'],
      ['低糖', 'Low-Sugar'],
    ],
  ],
  [
    '酪朵朵*奶酪棒',
    'Laoduoduo * Cheese Sticks',
    base('0202', 'GY002', '100g*1', '袋', 1290, 320, '江苏'),
    [
      ['原味', 'Original'],
      ['草莓', 'Strawberry'],
      ['混合水果', 'Mixed Fruit'],
    ],
  ],
  [
    '酪朵朵*芝士片',
    'Laoduoduo * Cheese Slices',
    base('0202', 'GY002', '166g*1', '包', 1980, 280, '天津'),
    [
      ['切达', 'Cheddar'],
      ['马苏里拉', 'Mozzarella'],
    ],
  ],
]

const snacks: readonly Family[] = [
  [
    '脆啵星*薯片',
    'Cuiboxing * Potato Chips',
    base('0301', 'GY001', '70g*1', '袋', 650, 330, '河北'),
    [
      ['原味', 'Original'],
      ['番茄', 'Tomato'],
      ['黄瓜', 'Cucumber'],
      ['烧烤', 'Barbecue'],
      ['香辣', 'Spicy'],
      ['海苔', 'Seaweed'],
    ],
  ],
  [
    '脆啵星*虾条',
    'Cuiboxing * Prawn Sticks',
    base('0301', 'GY001', '60g*1', '袋', 350, 320, '广东'),
    [
      ['原味', 'Original'],
      ['香辣', 'Spicy'],
      ['A&B双拼<大袋>', 'A&B Twin <Large>', { spec: '120g*1', priceFen: 690 }],
    ],
  ],
  [
    '脆啵星*玉米片',
    'Cuiboxing * Corn Chips',
    base('0301', 'GY001', '80g*1', '袋', 590, 340, '吉林'),
    [
      ['芝士', 'Cheese'],
      ['香辣', 'Spicy'],
      ['甜酸', 'Sweet and Sour', gone],
    ],
  ],
  [
    '麦笃笃*饼干',
    'Maidudu * Biscuits',
    base('0302', 'GY001', '100g*1', '盒', 590, 340, '湖北'),
    [
      ['苏打', 'Soda'],
      ['葱油', 'Scallion'],
      ['全麦', 'Wholewheat'],
      ['燕麦', 'Oat'],
    ],
  ],
  [
    '麦笃笃*夹心饼干',
    'Maidudu * Sandwich Biscuits',
    base('0302', 'GY001', '97g*1', '包', 490, 330, '湖北'),
    [
      ['草莓', 'Strawberry'],
      ['巧克力', 'Chocolate'],
      ['香草', 'Vanilla'],
      ['柠檬', 'Lemon'],
    ],
  ],
  [
    '麦笃笃*曲奇',
    'Maidudu * Cookies',
    base('0302', 'GY001', '120g*1', '盒', 990, 370, '广东'),
    [
      ['黄油', 'Butter'],
      ['抹茶', 'Matcha'],
      ['巧克力豆', 'Chocolate Chip'],
    ],
  ],
  [
    '麦笃笃*蛋糕',
    'Maidudu * Cake',
    base('0302', 'GY001', '80g*1', '袋', 450, 360, '上海'),
    [
      ['蜂蜜', 'Honey'],
      ['红豆', 'Red Bean'],
      ['虎皮', 'Tiger-Skin'],
      ['千层', 'Layered'],
    ],
  ],
  [
    '麦笃笃*吐司',
    'Maidudu * Toast Bread',
    base('0302', 'GY001', '350g*1', '袋', 990, 350, '上海'),
    [
      ['原味', 'Plain'],
      ['全麦', 'Wholewheat'],
      ['红豆', 'Red Bean'],
    ],
  ],
  [
    '甘栖坊*硬糖',
    'Ganqifang * Hard Candy',
    base('0303', 'GY001', '50g*1', '盒', 500, 400, '福建'),
    [
      ['薄荷', 'Mint'],
      ['话梅', 'Salted Plum'],
      ['西瓜', 'Watermelon'],
      ['蜂蜜柚子', 'Honey Pomelo'],
    ],
  ],
  [
    '甘栖坊*软糖',
    'Ganqifang * Gummies',
    base('0303', 'GY001', '70g*1', '袋', 680, 390, '福建'),
    [
      ['葡萄', 'Grape'],
      ['白桃', 'White Peach'],
      ['可乐', 'Cola'],
      ['酸奶', 'Yoghurt'],
    ],
  ],
  [
    '甘栖坊*巧克力',
    'Ganqifang * Chocolate',
    base('0303', 'GY001', '80g*1', '块', 1290, 380, '江苏'),
    [
      ['牛奶', 'Milk'],
      ['黑', 'Dark'],
      ['榛仁', 'Hazelnut'],
      ['海盐焦糖', 'Sea Salt Caramel'],
    ],
  ],
  [
    '清口哨*口香糖',
    'Qingkoushao * Chewing Gum',
    base('0303', 'GY001', '13.5g*1', '条', 300, 420, '广东'),
    [
      ['薄荷', 'Mint', { code: 'ean8' }],
      ['西瓜', 'Watermelon', { code: 'ean8' }],
    ],
  ],
  [
    '松果巷*',
    'Songguoxiang *',
    base('0304', 'GY001', '150g*1', '袋', 890, 330, '新疆'),
    [
      ['五香瓜子', 'Five-Spice Sunflower Seeds'],
      ['焦糖瓜子', 'Caramel Sunflower Seeds'],
      ['盐焗腰果', 'Salted Cashews', { spec: '120g*1', priceFen: 2190 }],
      ['炭烧碧根果', 'Roasted Pecans', { spec: '120g*1', priceFen: 2290 }],
      ['原色开心果', 'Pistachios', { spec: '120g*1', priceFen: 2490 }],
      ['奶香夏威夷果', 'Creamy Macadamias', { spec: '160g*1', priceFen: 2390, origin: '进口', code: 'upca' }],
      ['芒果干', 'Dried Mango', { spec: '100g*1', priceFen: 1290, origin: '广西' }],
      ['九制乌梅', 'Nine-Step Smoked Plums', { spec: '80g*1', priceFen: 790, origin: '广东' }],
      ['山楂条', 'Hawthorn Strips', { spec: '100g*1', priceFen: 690, origin: '山东' }],
      ['蔓越莓干', 'Dried Cranberries', { spec: '100g*1', priceFen: 1490, origin: '黑龙江' }],
    ],
  ],
  [
    '辣得巧*',
    'Ladeqiao *',
    base('0305', 'GY001', '100g*1', '袋', 590, 360, '湖南'),
    [
      ['大面筋辣条', 'Spicy Gluten Strips', { spec: '106g*1', priceFen: 450 }],
      ['香辣鸭脖', 'Spicy Duck Neck', { priceFen: 1590 }],
      ['卤香豆干', 'Braised Tofu Bites'],
      ['泡椒凤爪', 'Pickled Chilli Chicken Feet', { spec: '180g*1', priceFen: 1190 }],
      ['香辣魔芋', 'Spicy Konjac'],
      ['酸辣海带丝', 'Sour and Spicy Kelp'],
    ],
  ],
  [
    '海岸灯*',
    'Haiandeng *',
    base('0305', 'GY001', '20g*1', '包', 790, 370, '江苏'),
    [
      ['原味海苔', 'Original Seaweed Snack'],
      ['香辣海苔', 'Spicy Seaweed Snack'],
      ['"嘎嘣脆"芝麻夹心海苔', '"Extra Crunchy" Sesame Seaweed Sandwich', { spec: '40g*1', priceFen: 1290 }],
      ['手撕鱿鱼丝', 'Shredded Squid', { spec: '60g*1', priceFen: 1680, origin: '浙江' }],
      ['炭烤鱼片', 'Grilled Fish Fillet', { spec: '60g*1', priceFen: 1280, origin: '浙江' }],
    ],
  ],
]

const groceries: readonly Family[] = [
  [
    '穗满缸*大米',
    'Suimangang * Rice',
    base('0401', 'GY001', '5kg*1', '袋', 3990, 180, '黑龙江'),
    [
      ['长粒香', 'Long-Grain'],
      ['珍珠', 'Pearl'],
      ['丝苗', 'Silk-Thread', { origin: '广东' }],
    ],
  ],
  [
    '穗满缸*',
    'Suimangang *',
    base('0401', 'GY001', '500g*1', '袋', 990, 260, '山西'),
    [
      ['黄小米', 'Millet'],
      ['绿豆', 'Mung Beans'],
      ['红小豆', 'Adzuki Beans'],
      ['黑米', 'Black Rice'],
      ['即食燕麦片', 'Instant Oats', { priceFen: 1390 }],
    ],
  ],
  [
    '穗满缸*面粉',
    'Suimangang * Flour',
    base('0401', 'GY001', '1kg*1', '袋', 890, 220, '河南'),
    [
      ['高筋', 'High-Gluten'],
      ['中筋', 'Medium-Gluten'],
    ],
  ],
  [
    '穗满缸*挂面',
    'Suimangang * Dried Noodles',
    base('0401', 'GY001', '500g*1', '把', 690, 240, '河南'),
    [
      ['鸡蛋', 'Egg'],
      ['荞麦', 'Buckwheat'],
      ['龙须', 'Angel-Hair'],
    ],
  ],
  [
    '金籽坊*油',
    'Jinzifang * Oil',
    base('0402', 'GY001', '900ml*1', '瓶', 1690, 180, '山东'),
    [
      ['压榨花生', 'Pressed Peanut', { priceFen: 2690 }],
      ['大豆', 'Soybean'],
      ['菜籽', 'Rapeseed', { origin: '四川' }],
      ['玉米胚芽', 'Corn Germ'],
      ['小磨芝麻', 'Stone-Ground Sesame', { spec: '250ml*1', priceFen: 1890 }],
    ],
  ],
  [
    '酱缘记*',
    'Jiangyuanji *',
    base('0402', 'GY001', '500ml*1', '瓶', 990, 280, '广东'),
    [
      ['特级生抽', 'Premium Light Soy Sauce', { caseOf: 12 }],
      ['红烧老抽', 'Dark Soy Sauce', { caseOf: 12 }],
      ['蒸鱼豉油', 'Steamed Fish Soy Sauce', { priceFen: 1190 }],
      ['白米醋', 'White Rice Vinegar', { priceFen: 690, caseOf: 12 }],
      ['手工陈醋', 'Aged Vinegar', { priceFen: 1090, origin: '山西' }],
      ['葱姜料酒', 'Scallion Ginger Cooking Wine', { priceFen: 790, caseOf: 12 }],
      ['鲜蚝油', 'Oyster Sauce', { spec: '510g*1', priceFen: 1090 }],
      ['红油豆瓣酱', 'Chilli Bean Paste', { spec: '300g*1', priceFen: 890, origin: '四川' }],
    ],
  ],
  [
    '盐湖星*',
    'Yanhuxing *',
    base('0402', 'GY001', '400g*1', '袋', 250, 300, '青海'),
    [['加碘湖盐', 'Iodised Lake Salt']],
  ],
  [
    '灶小满*面',
    'Zaoxiaoman * Instant Noodles',
    base('0403', 'GY001', '105g*1', '桶', 450, 300, '天津', { caseOf: 12 }),
    [
      ['红烧牛肉', 'Braised Beef'],
      ['老坛酸菜', 'Pickled Cabbage'],
      ['香辣牛肉', 'Spicy Beef'],
      ['番茄鸡蛋', 'Tomato Egg'],
    ],
  ],
  [
    '灶小满*自热米饭',
    'Zaoxiaoman * Self-Heating Rice',
    base('0403', 'GY001', '265g*1', '盒', 1590, 320, '四川'),
    [
      ['黑椒牛肉', 'Black Pepper Beef'],
      ['宫保鸡丁', 'Kung Pao Chicken'],
      ['麻婆豆腐', 'Mapo Tofu', gone],
    ],
  ],
  [
    '灶小满*粉丝',
    'Zaoxiaoman * Glass Noodles',
    base('0403', 'GY001', '85g*1', '桶', 550, 310, '四川'),
    [
      ['酸辣', 'Hot and Sour'],
      ['老鸭', 'Duck Soup'],
    ],
  ],
  [
    '灶小满*',
    'Zaoxiaoman *',
    base('0403', 'GY001', '198g*1', '罐', 1290, 260, '福建'),
    [
      ['午餐肉罐头', 'Canned Luncheon Meat'],
      ['豆豉鱼罐头', 'Canned Fish with Black Beans', { spec: '184g*1', priceFen: 1690 }],
      ['桂圆八宝粥', 'Eight-Treasure Congee', { spec: '360g*1', priceFen: 490 }],
    ],
  ],
  // The doubled character lies outside the basic plane: two UTF-16 units each, and missing from many fonts.
  [
    '"街边那碗"*',
    '"Street Bowl" *',
    base('0403', 'GY001', '280g*1', '盒', 1290, 330, '陕西'),
    [['油泼辣子𰻝𰻝面', 'Chilli Oil Biangbiang Noodles']],
  ],
]

const household: readonly Family[] = [
  [
    '絮云朵*抽纸',
    'Xuyunduo * Facial Tissues',
    base('0501', 'GY003', '100抽*3', '提', 1290, 280, '广东'),
    [
      ['原木', 'Virgin Pulp'],
      ['无香', 'Unscented'],
      ['婴儿柔', 'Baby-Soft', { priceFen: 1690 }],
    ],
  ],
  [
    '絮云朵*卷纸',
    'Xuyunduo * Toilet Rolls',
    base('0501', 'GY003', '140g*10', '提', 2290, 260, '广东'),
    [
      ['有芯', 'Cored'],
      ['无芯', 'Coreless'],
    ],
  ],
  [
    '絮云朵*',
    'Xuyunduo *',
    base('0501', 'GY003', '10张*10', '条', 690, 330, '广东'),
    [
      ['手帕纸', 'Pocket Tissues'],
      ['厨房纸巾', 'Kitchen Towels', { spec: '75节*2', unit: '提', priceFen: 1590 }],
      ['清洁湿巾', 'Wet Wipes', { spec: '80片*1', unit: '包', priceFen: 990 }],
      ['酒精湿巾', 'Alcohol Wipes', { spec: '50片*1', unit: '包', priceFen: 1090 }],
    ],
  ],
  [
    '絮云朵*卫生巾',
    'Xuyunduo * Sanitary Pads',
    base('0503', 'GY003', '240mm*10', '包', 1290, 350, '福建'),
    [
      ['日用', 'Day'],
      ['夜用', 'Night', { spec: '290mm*8' }],
      ['超长夜用', 'Extra-Long Night', { spec: '410mm*4' }],
    ],
  ],
  [
    '净朗屋*洗衣液',
    'Jinglangwu * Laundry Liquid',
    base('0502', 'GY003', '1kg*1', '瓶', 1690, 300, '安徽'),
    [
      ['薰衣草', 'Lavender'],
      ['茉莉', 'Jasmine'],
      ['除菌', 'Antibacterial', { priceFen: 1990 }],
    ],
  ],
  [
    '净朗屋*洗洁精',
    'Jinglangwu * Dish Soap',
    base('0502', 'GY003', '500g*1', '瓶', 790, 310, '安徽'),
    [
      ['柠檬', 'Lemon'],
      ['生姜', 'Ginger'],
    ],
  ],
  [
    '净朗屋*',
    'Jinglangwu *',
    base('0502', 'GY003', '500ml*1', '瓶', 1190, 340, '浙江'),
    [
      ['洁厕液', 'Toilet Cleaner'],
      ['玻璃清洁剂', 'Glass Cleaner'],
      ['厨房油污净', 'Kitchen Degreaser', { priceFen: 1490 }],
      ['垃圾袋', 'Rubbish Bags', { spec: '45cm*30只', unit: '卷', priceFen: 590 }],
      ['百洁布', 'Scouring Pads', { spec: '3片*1', unit: '包', priceFen: 490 }],
      ['橡胶手套', 'Rubber Gloves', { spec: '中号*1双', unit: '双', priceFen: 890 }],
      ['食品保鲜膜', 'Cling Film', { spec: '30cm*20m', unit: '卷', priceFen: 990 }],
      ['一次性纸杯', 'Paper Cups', { spec: '250ml*50只', unit: '袋', priceFen: 890 }],
    ],
  ],
  [
    '沐汀*沐浴露',
    'Muting * Body Wash',
    base('0503', 'GY003', '400ml*1', '瓶', 2490, 360, '上海'),
    [
      ['樱花', 'Cherry Blossom'],
      ['海盐', 'Sea Salt'],
      ['牛奶', 'Milk'],
    ],
  ],
  [
    '沐汀*洗发水',
    'Muting * Shampoo',
    base('0503', 'GY003', '400ml*1', '瓶', 2690, 360, '上海'),
    [
      ['控油', 'Oil-Control'],
      ['去屑', 'Anti-Dandruff'],
      ['柔顺', 'Smooth', gone],
    ],
  ],
  [
    '沐汀*',
    'Muting *',
    base('0503', 'GY003', '300ml*1', '瓶', 1290, 370, '上海'),
    [
      ['泡沫洗手液', 'Foaming Hand Wash'],
      ['草本香皂', 'Herbal Soap', { spec: '100g*1', unit: '块', priceFen: 590 }],
      ['滋润护手霜', 'Hand Cream', { spec: '50g*1', unit: '支', priceFen: 1590 }],
      ['氨基酸洁面乳', 'Amino Acid Face Wash', { spec: '100g*1', unit: '支', priceFen: 2990 }],
      ['薄荷润唇膏', 'Mint Lip Balm', { spec: '3.5g*1', unit: '支', priceFen: 1490 }],
    ],
  ],
  [
    '皓齿堂*牙膏',
    'Haochitang * Toothpaste',
    base('0503', 'GY003', '120g*1', '支', 1190, 350, '广西'),
    [
      ['薄荷', 'Mint'],
      ['绿茶', 'Green Tea'],
      ['儿童草莓', "Children's Strawberry", { spec: '60g*1' }],
    ],
  ],
  [
    '皓齿堂*',
    'Haochitang *',
    base('0503', 'GY003', '1支*1', '支', 790, 400, '江苏'),
    [
      ['软毛牙刷', 'Soft Toothbrush'],
      ['儿童牙刷', "Children's Toothbrush"],
      ['漱口水', 'Mouthwash', { spec: '250ml*1', unit: '瓶', priceFen: 1990 }],
      ['牙线棒', 'Dental Floss Picks', { spec: '50支*1', unit: '盒', priceFen: 990 }],
    ],
  ],
  [
    '随手备*',
    'Suishoubei *',
    base('0502', 'GY003', '1把*1', '把', 2990, 420, '浙江'),
    [
      ['三折晴雨伞', 'Folding Umbrella'],
      ['5号碱性电池', 'AA Alkaline Batteries', { spec: '4粒*1', unit: '卡', priceFen: 1290 }],
    ],
  ],
]

const fresh: readonly Family[] = [
  [
    '巷晨鲜*',
    'Xiangchenxian *',
    base('0601', 'GY004', '散装称重', 'kg', 1280, 300, '广西'),
    [
      ['散装砂糖橘', 'Loose Sugar Mandarins', { code: 'plu' }],
      ['香蕉', 'Bananas', { spec: '2根*1', unit: '袋', priceFen: 490 }],
      ['盒装蓝莓', 'Boxed Blueberries', { spec: '125g*1', unit: '盒', priceFen: 1290, origin: '云南' }],
      ['红富苹果', 'Red Apples', { spec: '2只*1', unit: '盒', priceFen: 890, origin: '陕西' }],
      ['菠萝切块杯', 'Pineapple Chunk Cup', { spec: '200g*1', unit: '杯', priceFen: 990, origin: '海南' }],
      ['哈密瓜切块杯', 'Hami Melon Chunk Cup', { spec: '200g*1', unit: '杯', priceFen: 1090, origin: '新疆' }],
      ['樱桃小番茄', 'Cherry Tomatoes', { spec: '250g*1', unit: '盒', priceFen: 890, origin: '山东' }],
      ['田园生菜沙拉', 'Garden Lettuce Salad', { spec: '150g*1', unit: '盒', priceFen: 1290, origin: '上海' }],
      ['水果黄瓜', 'Snack Cucumbers', { spec: '2根*1', unit: '袋', priceFen: 590, origin: '山东' }],
      ['甜玉米段', 'Sweetcorn Pieces', { spec: '300g*1', unit: '袋', priceFen: 690, origin: '吉林' }],
      ['金针菇', 'Enoki Mushrooms', { spec: '150g*1', unit: '袋', priceFen: 350, origin: '江苏' }],
      ['谷饲鲜鸡蛋', 'Grain-Fed Eggs', { spec: '10枚*1', unit: '盒', priceFen: 1390, origin: '湖北' }],
    ],
  ],
  [
    '巷晨鲜*',
    'Xiangchenxian *',
    base('0602', 'GY004', '散装称重', 'kg', 9800, 320, '上海'),
    [
      ['五香卤牛腱', 'Braised Beef Shank', { code: 'plu' }],
      ['溏心卤蛋', 'Soft-Boiled Braised Egg', { spec: '1枚*1', unit: '枚', priceFen: 350 }],
    ],
  ],
  [
    '巷晨鲜*便当',
    'Xiangchenxian * Boxed Meal',
    base('0602', 'GY004', '420g*1', '盒', 1880, 350, '上海'),
    [
      ['照烧鸡腿', 'Teriyaki Chicken'],
      ['红烧肉', 'Braised Pork'],
      ['鱼香肉丝', 'Yuxiang Pork'],
      ['番茄牛腩', 'Tomato Beef Brisket', { priceFen: 2180 }],
    ],
  ],
  [
    '巷晨鲜*饭团',
    'Xiangchenxian * Rice Ball',
    base('0602', 'GY004', '110g*1', '个', 590, 370, '上海'),
    [
      ['金枪鱼', 'Tuna'],
      ['香烤鸡肉', 'Roast Chicken'],
      ['紫苏梅子', 'Perilla Plum'],
      ['咸蛋黄肉松', 'Salted Yolk Pork Floss', { priceFen: 690 }],
    ],
  ],
  [
    '巷晨鲜*三明治',
    'Xiangchenxian * Sandwich',
    base('0602', 'GY004', '135g*1', '个', 890, 360, '上海'),
    [
      ['火腿鸡蛋', 'Ham and Egg'],
      ['芝士金枪鱼', 'Cheese Tuna'],
      ['牛油果素食', 'Avocado Veggie'],
    ],
  ],
]

const frozen: readonly Family[] = [
  [
    '雪砚*水饺',
    'Xueyan * Dumplings',
    base('0701', 'GY005', '450g*1', '袋', 1690, 290, '河南'),
    [
      ['猪肉白菜', 'Pork and Cabbage'],
      ['韭菜鸡蛋', 'Chive and Egg'],
      ['荠菜鲜肉', "Shepherd's Purse and Pork"],
      ['虾仁三鲜', 'Three Delicacies Prawn', { priceFen: 2190 }],
    ],
  ],
  [
    '雪砚*汤圆',
    'Xueyan * Rice Dumplings',
    base('0701', 'GY005', '400g*1', '袋', 1390, 300, '浙江'),
    [
      ['黑芝麻', 'Black Sesame'],
      ['花生', 'Peanut'],
      ['鲜肉', 'Pork'],
    ],
  ],
  [
    '雪砚*包',
    'Xueyan * Buns',
    base('0701', 'GY005', '360g*1', '袋', 1290, 300, '河南'),
    [
      ['鲜肉', 'Pork'],
      ['奶黄', 'Custard'],
      ['豆沙', 'Red Bean Paste'],
    ],
  ],
  [
    '雪砚*',
    'Xueyan *',
    base('0701', 'GY005', '500g*1', '袋', 1590, 310, '福建'),
    [
      ['葱香手抓饼', 'Scallion Pancakes', { spec: '90g*5' }],
      ['香脆鸡米花', 'Popcorn Chicken', { priceFen: 2290 }],
      ['粗切薯条', 'Thick-Cut Fries'],
      ['水晶虾饺', 'Crystal Prawn Dumplings', { spec: '240g*1', priceFen: 2590 }],
      ['手打鱼丸', 'Fish Balls', { spec: '300g*1' }],
      ['潮味牛肉丸', 'Beef Balls', { spec: '300g*1', priceFen: 2490 }],
      [
        '古法鱻鲝滋味㸆大虾(去头·留尾·附秘制糟卤料包,适合三至四人分享的冷冻家庭装)',
        'Old-Style Braised King Prawns (Headless, Tail On, with Wine-Lees Marinade, Frozen Family Pack for 3-4)',
        { spec: '800g(净含量≥560g)*1', unit: '盒', priceFen: 8990, origin: '浙江' },
      ],
    ],
  ],
  [
    '糯冰屋*冰淇淋',
    'Nuobingwu * Ice Cream',
    base('0702', 'GY005', '90g*1', '杯', 890, 380, '江苏'),
    [
      ['香草', 'Vanilla'],
      ['巧克力', 'Chocolate'],
      ['抹茶', 'Matcha'],
      ['朗姆葡萄', 'Rum Raisin'],
    ],
  ],
  [
    '糯冰屋*雪糕',
    'Nuobingwu * Ice Bar',
    base('0702', 'GY005', '75g*1', '支', 350, 400, '江苏'),
    [
      ['绿豆', 'Mung Bean'],
      ['红豆', 'Red Bean'],
      ['牛奶', 'Milk'],
      ['草莓', 'Strawberry'],
    ],
  ],
]

const alcohol: readonly Family[] = [
  [
    '麦岚屿*啤酒',
    'Mailanyu * Beer',
    base('0801', 'GY006', '500ml*1', '罐', 550, 300, '山东', { caseOf: 24 }),
    [
      ['淡爽', 'Light', { hasSixPack: true }],
      ['原浆', 'Unfiltered', { hasSixPack: true }],
      ['小麦白', 'White Wheat', { priceFen: 750, hasSixPack: true }],
      ['黑', 'Dark'],
      ['无醇', 'Alcohol-Free'],
    ],
  ],
  [
    '窖问*白酒',
    'Jiaowen * Baijiu',
    base('0802', 'GY006', '500ml*1', '瓶', 8800, 280, '四川'),
    [
      ['浓香型', 'Strong-Aroma'],
      ['清香型', 'Light-Aroma', { origin: '山西' }],
      ['酱香型', 'Sauce-Aroma', { priceFen: 16800, origin: '贵州' }],
      ['纯粮光瓶', 'Pure Grain', { priceFen: 3980 }],
      ['小瓶装', 'Miniature', { spec: '100ml*1', priceFen: 1880 }],
    ],
  ],
  [
    '鉴水弄*黄酒',
    'Jianshuinong * Rice Wine',
    base('0802', 'GY006', '500ml*1', '瓶', 1980, 290, '浙江'),
    [
      ['三年陈', 'Three-Year'],
      ['五年陈', 'Five-Year', { priceFen: 2980 }],
      ['加饭', 'Jiafan'],
      ['花雕', 'Huadiao'],
    ],
  ],
  [
    '棠渡*酒',
    'Tangdu * Wine',
    base('0803', 'GY006', '330ml*1', '瓶', 2290, 340, '江苏'),
    [
      ['青梅', 'Green Plum'],
      ['蜜桃', 'Peach'],
      ['荔枝', 'Lychee'],
      ['桂花米', 'Osmanthus Rice'],
      ['糯米', 'Sweet Rice'],
      ['青柠气泡', 'Lime Sparkling', { unit: '罐', priceFen: 1190 }],
      ['杨梅', 'Bayberry'],
    ],
  ],
  [
    '崖畔*葡萄酒',
    'Yapan * Wine',
    base('0803', 'GY006', '750ml*1', '瓶', 6800, 330, '宁夏'),
    [
      ['干红', 'Dry Red'],
      ['干白', 'Dry White'],
      ['桃红', 'Rosé'],
      ['起泡', 'Sparkling', { priceFen: 7800 }],
    ],
  ],
]

function entriesOf([zhPattern, enPattern, familyBase, variants]: Family): CatalogueEntry[] {
  return variants.map(([zh, en, extras]) => ({
    caseOf: null,
    hasSixPack: false,
    discontinued: false,
    code: 'standard',
    ...familyBase,
    ...extras,
    name: zhPattern.replace('*', zh),
    nameEn: enPattern.replace('*', en).trim(),
  }))
}

export const demoCatalogue: readonly CatalogueEntry[] = [
  drinks,
  dairy,
  snacks,
  groceries,
  household,
  fresh,
  frozen,
  alcohol,
].flatMap((families) => families.flatMap(entriesOf))
