import { plainLetters, wordsOnly } from '../rules/folding.ts';

/** What the columns of a list of subscriptions can tell. */
export const FIELDS = [
  'name',
  'sku',
  'subscriptionId',
  'seats',
  'assignedSeats',
  'endDate',
  'termStart',
  'autoRenew',
  'source',
] as const;
export type Field = (typeof FIELDS)[number];

/**
 * Which column holds what, by its title; null: this row is no header. A product and its licences are the least; a title that stands
 * twice counts where it stands first.
 */
export function columnsIn(titles: readonly string[]): ReadonlyMap<Field, number> | null {
  const columns = new Map<Field, number>();
  for (const [at, title] of titles.entries()) {
    const field = TITLES.get(folded(title));
    if (field !== undefined && !columns.has(field)) columns.set(field, at);
  }
  return (columns.has('name') || columns.has('sku')) && columns.has('seats') ? columns : null;
}

/** No column is called longer; a bracket that is never closed would be looked for again and again. */
const LONGEST_TITLE = 200;

/** A title or a word of a cell for comparing: without case, accents, signs and what stands in brackets. */
export function folded(text: string): string {
  const plain = plainLetters(text.slice(0, LONGEST_TITLE));
  return wordsOnly(plain.replace(/\([^()]*\)|\[[^[\]]*\]/gu, ' '));
}

/** As the Microsoft 365 admin center, Partner Center and people's own lists call them: English, Italian, Spanish, Portuguese, Russian. */
const CALLED: Readonly<Record<Field, readonly string[]>> = {
  name: [
    ...[
      'product name',
      'product',
      'product title',
      'subscription',
      'subscription name',
      'offer',
      'offer name',
      'license',
      'licence',
      'plan',
      'name',
    ],
    ...[
      'nome prodotto',
      'nome del prodotto',
      'prodotto',
      'abbonamento',
      'sottoscrizione',
      'nome abbonamento',
      'offerta',
      'licenza',
      'piano',
      'nome',
    ],
    ...[
      'nombre del producto',
      'nombre de producto',
      'producto',
      'suscripción',
      'nombre de la suscripción',
      'oferta',
      'licencia',
      'nombre',
    ],
    ...['nome do produto', 'produto', 'assinatura', 'nome da assinatura', 'licença', 'plano'],
    ...[
      'название продукта',
      'наименование продукта',
      'имя продукта',
      'продукт',
      'подписка',
      'название подписки',
      'предложение',
      'лицензия',
      'название',
      'наименование',
    ],
  ],
  sku: [
    'sku',
    'sku id',
    'part number',
    'sku part number',
    'product sku',
    'codice prodotto',
    'código de producto',
    'código do produto',
    'артикул',
    'код продукта',
  ],
  subscriptionId: [
    ...['subscription id', 'commerce subscription id', 'subscriptionid', 'id'],
    ...[
      'id abbonamento',
      'id sottoscrizione',
      'id de suscripción',
      'id de la suscripción',
      'identificador de suscripción',
    ],
    ...['id da assinatura', 'id de assinatura', 'id подписки', 'идентификатор подписки', 'ид подписки'],
  ],
  seats: [
    ...[
      'licenses',
      'licences',
      'total licenses',
      'total licences',
      'purchased quantity',
      'quantity',
      'seats',
      'license quantity',
      'purchased licenses',
      'purchased',
      'total',
      'valid licenses',
    ],
    ...[
      'licenze',
      'licenze totali',
      'totale licenze',
      'quantità',
      'quantità acquistata',
      'postazioni',
      'numero di licenze',
      'numero licenze',
      'licenze acquistate',
    ],
    ...[
      'licencias',
      'licencias totales',
      'total de licencias',
      'cantidad',
      'cantidad comprada',
      'puestos',
      'número de licencias',
      'licencias compradas',
    ],
    ...[
      'licenças',
      'total de licenças',
      'quantidade',
      'quantidade comprada',
      'assentos',
      'número de licenças',
      'licenças compradas',
      'licenças adquiridas',
    ],
    ...[
      'лицензии',
      'всего лицензий',
      'количество',
      'количество лицензий',
      'число лицензий',
      'приобретено',
      'куплено',
      'места',
      'лицензий',
    ],
  ],
  assignedSeats: [
    ...[
      'assigned licenses',
      'assigned licences',
      'assigned',
      'assigned seats',
      'used',
      'in use',
      'consumed units',
      'assigned quantity',
    ],
    ...['licenze assegnate', 'assegnate', 'quantità assegnata', 'in uso', 'usate'],
    ...['licencias asignadas', 'asignadas', 'cantidad asignada', 'en uso'],
    ...['licenças atribuídas', 'atribuídas', 'quantidade atribuída', 'em uso', 'usadas'],
    ...['назначенные лицензии', 'назначено', 'назначено лицензий', 'используется', 'назначенное количество'],
  ],
  endDate: [
    ...[
      'expiration date',
      'expiry date',
      'expires',
      'expires on',
      'end date',
      'renewal date',
      'term end date',
      'subscription end date',
      'next renewal date',
      'ends',
      'ends on',
      'renews or expires',
      'expiration renewal date',
      'next lifecycle date',
    ],
    ...[
      'data di scadenza',
      'data scadenza',
      'scadenza',
      'scade il',
      'data di fine',
      'data fine',
      'data di rinnovo',
      'data rinnovo',
      'fine',
    ],
    ...[
      'fecha de expiración',
      'fecha de vencimiento',
      'fecha de caducidad',
      'vencimiento',
      'caducidad',
      'expira',
      'fecha de fin',
      'fecha final',
      'fecha de finalización',
      'fecha de renovación',
    ],
    ...[
      'data de expiração',
      'data de vencimento',
      'vencimento',
      'expira em',
      'data de término',
      'data final',
      'data de renovação',
      'término',
    ],
    ...[
      'дата окончания',
      'дата окончания срока действия',
      'срок действия',
      'окончание',
      'дата истечения',
      'дата истечения срока действия',
      'истекает',
      'дата продления',
      'дата завершения',
    ],
  ],
  termStart: [
    ...[
      'start date',
      'purchase date',
      'term start date',
      'subscription start date',
      'created date',
      'purchased on',
      'starts',
    ],
    ...['data di inizio', 'data inizio', 'data di acquisto', 'data acquisto', 'inizio'],
    ...['fecha de inicio', 'fecha de compra', 'inicio'],
    ...['data de início', 'data da compra', 'data de compra', 'início'],
    ...['дата начала', 'дата покупки', 'дата приобретения', 'начало'],
  ],
  autoRenew: [
    ...[
      'auto renew',
      'auto renewal',
      'autorenew',
      'auto renew enabled',
      'recurring billing',
      'renews automatically',
      'renewal',
      'auto renew status',
    ],
    ...['rinnovo automatico', 'fatturazione ricorrente', 'si rinnova'],
    ...['renovación automática', 'facturación recurrente', 'se renueva'],
    ...['renovação automática', 'cobrança recorrente', 'faturamento recorrente', 'renova automaticamente'],
    ...[
      'автопродление',
      'автоматическое продление',
      'автоматическое возобновление',
      'повторяющееся выставление счетов',
      'продлевается',
    ],
  ],
  source: [
    ...['purchase channel', 'purchased from', 'channel', 'bought from', 'source', 'purchase source'],
    ...['canale di acquisto', 'canale acquisto', 'acquistato da', 'acquistata da', 'canale'],
    ...['canal de compra', 'comprado a', 'comprado en', 'canal'],
    ...['canal de aquisição', 'comprado de', 'comprado em'],
    ...['канал приобретения', 'канал покупки', 'куплено у', 'приобретено у', 'канал'],
  ],
};

const TITLES: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => CALLED[field].map((title) => [folded(title), field] as const)),
);
