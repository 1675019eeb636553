import type { Utterances } from './utterances.ts';

export const russian: Utterances = {
  language: 'ru',
  explicit: `
    перенести => move
    перенести Contoso => move Contoso
    перенеси Контосо => move Контосо
    перенести contoso.com => move contoso.com
    мигрировать ООО Ромашка => move ООО Ромашка
    перенести Статус Кво => move Статус Кво
    перенести Стоп => move Стоп
    проверить Помощь Плюс => check Помощь Плюс
    статус Банк Москвы => status Банк Москвы
    переносы => moves
    список => moves
    мои переносы => moves
    статус => status
    статус Contoso => status Contoso
    статус по Contoso => status Contoso
    статус бота => status
    проверить Contoso => check Contoso
    проверь contoso.com => check contoso.com
    напоминания => reminders
    напоминания по Contoso => reminders Contoso
    почему нет напоминания Contoso => why-no-reminder Contoso
    почему нет напоминаний? => why-no-reminder
    еженедельно => weekly
    сводка за неделю => weekly
    настройки => settings
    недоставленные => undelivered
    напоминай здесь => remind-here
    не напоминай здесь => stop-reminding-here
    оповещения здесь => alerts-here
    не оповещай здесь => stop-alerts-here
    помощь => help
    что ты умеешь? => help
    привет => greeting
    отмена => cancel
    перемотать на 30 дней => fast-forward 30
    вперёд на две недели => fast-forward 14
    язык итальянский => language итальянский
    экспорт Contoso => export Contoso
    календарь Contoso => calendar Contoso
    войти => sign-in
    выйти из системы => sign-out`,
  noisy: `
    напомни позже => reminders
    завтра напомни => reminders
    пожалуйста, перенеси Контосо => move Контосо
    можем перенести contoso следующим? => move contoso
    давайте перенесём Контосо => move Контосо
    перенесите, пожалуйста, клиента Contoso => move Contoso
    надо перенести northwind traders => move northwind traders
    хочу начать перенос Contoso => move Contoso
    переезд Контосо => move Контосо
    перенести Контосо плиз => move Контосо
    пернести контосо => move контосо
    перенсти контосо => move контосо
    ПЕРЕНЕСТИ КОНТОСО => move КОНТОСО
    gthtytcnb contoso.com => move contoso.com
    перенеси «Статус Кво» => move Статус Кво
    привет, можешь перенести Contoso Ltd? спасибо => move Contoso Ltd
    🚚 перенеси Contoso! => move Contoso
    начнём с Контосо => move Контосо
    какой статус у Contoso? => status Contoso
    на каком этапе Contoso? => status Contoso
    как дела с Контосо => status Контосо
    что там с Контосо? => status Контосо
    контосо статус => status контосо
    есть новости по Fabrikam? => status Fabrikam
    сатус контосо => status контосо
    cnfnec => status
    как ты? => status
    ты живой? => status
    бот работает? => status
    проверьте contoso.com пожалуйста => check contoso.com
    можно ли перенести Контосо? => check Контосо
    провреь контосо => check контосо
    посмотри Fabrikam => check Fabrikam
    что ты знаешь про Adatum => check Adatum
    покажи напоминания => reminders
    какие сроки по contoso => reminders contoso
    что горит? => reminders
    напоминаня => reminders
    ближайшие сроки => reminders
    почему по Контосо нет напоминаний? => why-no-reminder Контосо
    почему нам никто не напомнил => why-no-reminder
    почему нет напоминаний о contoso.com => why-no-reminder contoso.com
    покажи все открытые переносы => moves
    список переносов => moves
    кого мы сейчас переносим? => moves
    что у нас в работе => moves
    дай сводку за неделю => weekly
    что на этой неделе? => weekly
    открой настройки => settings
    настойки => settings
    измени часовой пояс => settings
    какие сообщения не дошли? => undelivered
    покажи недоставленные сообщения => undelivered
    присылай напоминания сюда => remind-here
    напоминайте нам здесь => remind-here
    хватит напоминать здесь => stop-reminding-here
    больше не присылай напоминания сюда => stop-reminding-here
    присылай оповещения сюда => alerts-here
    помоги => help
    нужна помощь => help
    gjvjom => help
    помщь => help
    как это работает? => help
    добрый день => greeting
    доброе утро! => greeting
    забудь => cancel
    не надо => cancel
    промотай 10 дней => fast-forward 10
    говори по-русски => language русски
    смени язык на английский => language английский
    выгрузи в csv => export
    добавь сроки в календарь => calendar
    хочу войти => sign-in
    разлогинься => sign-out`,
  none: `
    Контосо
    Стоп Плюс
    Статусный Дом
    contoso.com
    большое спасибо!
    хорошо
    да
    нет
    двадцать пять
    31 декабря
    не знаю
    не переноси Контосо
    вчера мы переехали в новый офис
    клиент перезвонит завтра
    Microsoft 365 бизнес премиум
    Германия
    обедать идём?
    до понедельника
    Лиза
    кто заказал пиццу
    готово
    сегодня дождь
    🤷
    почему?
    почему не пришло письмо
    ничего`,
};
