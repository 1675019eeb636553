/**
 * Lines written after the words of `dialogs/words/` were finished, in three rounds, to see what somebody new may expect. When each round was
 * read for the first time, 65 %, 57 % and 84 % of it were understood; most of the rest was answered with the help, some with a question.
 * What each round taught was then added to the words, so that these figures cannot be measured again with the same lines.
 */
export const HELD_OUT: readonly { readonly language: string; readonly lines: string }[] = [
  {
    language: 'en',
    lines: `
    could we get contoso moved over this week? => move contoso
    start contoso => move contoso
    hey bot, take over Fabrikam please => move Fabrikam
    how are things going with Adatum => status Adatum
    give me an update on Litware => status Litware
    wheres contoso at => status contoso
    is fourthcoffee.com eligible? => check fourthcoffee.com
    pls verify Woodgrove Bank => check Woodgrove Bank
    reminders pls => reminders
    upcoming deadlines? => reminders
    how come there is no reminder for contoso => why-no-reminder contoso
    show failed messages => undelivered
    what are the commands? => help
    scrap that => cancel
    switch language to Portuguese => language Portuguese
    we should move Proseware as soon as possible => move Proseware
    would you mind moving Adatum? => move Adatum
    go ahead and migrate litware.com => move litware.com
    moev Fabrikam => move Fabrikam
    Contoso please move => move Contoso
    what is happening with Fabrikam? => status Fabrikam
    status report for Contoso => status Contoso
    tell me the status of Wingtip Toys => status Wingtip Toys
    can you verify contoso.com for me? => check contoso.com
    is Adatum ready to be moved? => check Adatum
    which deadlines are coming up? => reminders
    show reminders for Northwind Traders => reminders Northwind Traders
    where do I change the settings => settings
    forget that => cancel
    show me everything you can do => help
    I think we can start moving Coho Winery => move Coho Winery
    moving on to Fabrikam => none
    do you have the status of Coho Winery at hand? => status Coho Winery
    please give me the reminders => reminders
    how's Contoso going => status Contoso
    any undelivered messages? => undelivered
    quick check on Coho Winery => check Coho Winery
    when does the contract end? => none
    the weekly overview, please => weekly
    Anna is on holiday until Friday => none
    they moved offices last year => none
    stop it please => cancel
    please set my language to Spanish => language Spanish`,
  },
  {
    language: 'it',
    lines: `
    mi aiuti a spostare Fabrikam? => move Fabrikam
    prendiamo in carico contoso => move contoso
    cominciamo con Litware => move Litware
    novità su contoso? => status contoso
    dimmi lo stato di Adatum => status Adatum
    com'è messa Contoso? => status Contoso
    si può spostare fourthcoffee.com? => check fourthcoffee.com
    fai un controllo su Woodgrove Bank => check Woodgrove Bank
    che cosa scade questa settimana => reminders
    i promemoria di contoso per favore => reminders contoso
    come mai non ci sono promemoria per Contoso => why-no-reminder Contoso
    quali messaggi non sono arrivati? => undelivered
    che comandi ci sono? => help
    lascia stare => cancel
    rispondi in portoghese => language portoghese
    bisogna spostare Proseware al più presto => move Proseware
    ti va di spostare Adatum? => move Adatum
    procedi con la migrazione di litware.com => move litware.com
    spsota Fabrikam => move Fabrikam
    Contoso da spostare => move Contoso
    che succede con Fabrikam? => status Fabrikam
    vorrei sapere lo stato di Wingtip Toys => status Wingtip Toys
    a che punto sta lo spostamento di Contoso => status Contoso
    mi verifichi contoso.com? => check contoso.com
    Adatum si può spostare? => check Adatum
    quali scadenze abbiamo? => reminders
    fammi vedere i promemoria di Northwind Traders => reminders Northwind Traders
    dove cambio le impostazioni => settings
    lascia stare la domanda => cancel
    fammi vedere cosa sai fare => help
    credo che possiamo spostare Coho Winery => move Coho Winery
    hai sotto mano lo stato di Coho Winery? => status Coho Winery
    per piacere, i promemoria => reminders
    messaggi non recapitati? => undelivered
    un controllo veloce su Coho Winery => check Coho Winery
    quando scade il contratto? => none
    il riepilogo settimanale, grazie => weekly
    Anna è in ferie fino a venerdì => none
    hanno cambiato ufficio l'anno scorso => none
    ferma tutto => cancel
    metti la lingua in spagnolo => language spagnolo
    come sta andando Contoso? => status Contoso`,
  },
  {
    language: 'es',
    lines: `
    ayúdame a mover Fabrikam => move Fabrikam
    arranquemos con contoso => move contoso
    pasemos Litware a CSP => move Litware
    dime cómo está Adatum => status Adatum
    ¿qué novedades hay de contoso? => status contoso
    status de Litware porfa => status Litware
    ¿puede moverse fourthcoffee.com? => check fourthcoffee.com
    revisa Woodgrove Bank => check Woodgrove Bank
    qué vence esta semana => reminders
    mis recordatorios => reminders
    ¿por qué no hay avisos de Contoso? => why-no-reminder Contoso
    mensajes que no llegaron => undelivered
    ¿qué comandos hay? => help
    cancela eso => cancel
    responde en portugués => language portugués
    hay que mover Proseware cuanto antes => move Proseware
    ¿te importa mover Adatum? => move Adatum
    procede con la migración de litware.com => move litware.com
    meuve Fabrikam => move Fabrikam
    Contoso hay que moverlo => move Contoso
    ¿qué está pasando con Fabrikam? => status Fabrikam
    quiero saber el estado de Wingtip Toys => status Wingtip Toys
    cómo va el traslado de Contoso => status Contoso
    ¿me verificas contoso.com? => check contoso.com
    ¿Adatum se puede mover? => check Adatum
    ¿qué plazos tenemos? => reminders
    enséñame los recordatorios de Northwind Traders => reminders Northwind Traders
    dónde cambio la configuración => settings
    olvida eso => cancel
    muéstrame todo lo que puedes hacer => help
    creo que podemos mover Coho Winery => move Coho Winery
    ¿tienes a mano el estado de Coho Winery? => status Coho Winery
    los recordatorios, por favor => reminders
    ¿mensajes no entregados? => undelivered
    una comprobación rápida de Coho Winery => check Coho Winery
    ¿cuándo termina el contrato? => none
    el resumen semanal, gracias => weekly
    Anna está de vacaciones hasta el viernes => none
    el año pasado cambiaron de oficina => none
    para ya por favor => cancel
    pon el idioma en italiano => language italiano
    ¿qué tal va Contoso? => status Contoso`,
  },
  {
    language: 'ru',
    lines: `
    помоги перенести Fabrikam => move Fabrikam
    запускаем перенос контосо => move контосо
    переведём Litware к нам => move Litware
    скажи статус Adatum => status Adatum
    какие новости по контосо? => status контосо
    статус литвар плз => status литвар
    fourthcoffee.com можно перенести? => check fourthcoffee.com
    глянь Woodgrove Bank => check Woodgrove Bank
    что истекает на этой неделе => reminders
    мои напоминания => reminders
    почему не было напоминаний по Контосо => why-no-reminder Контосо
    что не доставлено => undelivered
    какие есть команды? => help
    забудь об этом => cancel
    отвечай на португальском => language португальском
    нужно как можно скорее перенести Proseware => move Proseware
    не мог бы ты перенести Adatum? => move Adatum
    приступай к переносу litware.com => move litware.com
    перенисти Fabrikam => move Fabrikam
    Contoso надо перенести => move Contoso
    что происходит с Fabrikam? => status Fabrikam
    хочу узнать статус Wingtip Toys => status Wingtip Toys
    как идёт перенос Contoso => status Contoso
    проверишь contoso.com? => check contoso.com
    Adatum можно перенести? => check Adatum
    какие у нас сроки? => reminders
    покажи напоминания по Northwind Traders => reminders Northwind Traders
    где поменять настройки => settings
    забудь это => cancel
    покажи всё, что ты умеешь => help
    думаю, можно переносить Coho Winery => move Coho Winery
    у тебя есть статус Coho Winery? => status Coho Winery
    напоминания, пожалуйста => reminders
    есть недоставленные сообщения? => undelivered
    быстрая проверка Coho Winery => check Coho Winery
    когда заканчивается договор? => none
    недельный отчёт, спасибо => weekly
    Анна в отпуске до пятницы => none
    в прошлом году они сменили офис => none
    остановись => cancel
    поставь язык испанский => language испанский
    как продвигается Contoso? => status Contoso`,
  },
  {
    language: 'pt-BR',
    lines: `
    me ajuda a mover a Fabrikam => move Fabrikam
    bora migrar a contoso => move contoso
    vamos começar com a Litware => move Litware
    me diz como está a Adatum => status Adatum
    tem novidades da contoso? => status contoso
    status da Litware pfv => status Litware
    a fourthcoffee.com pode ser movida? => check fourthcoffee.com
    confere a Woodgrove Bank => check Woodgrove Bank
    o que vence esta semana => reminders
    meus lembretes => reminders
    por que não teve lembrete da Contoso => why-no-reminder Contoso
    quais mensagens não chegaram? => undelivered
    quais são os comandos? => help
    esquece isso => cancel
    responda em inglês => language inglês
    temos que mover a Proseware o quanto antes => move Proseware
    você se importa de migrar a Adatum? => move Adatum
    prossiga com a migração da litware.com => move litware.com
    migrra Fabrikam => move Fabrikam
    Contoso precisa ser migrada => move Contoso
    o que está acontecendo com a Fabrikam? => status Fabrikam
    quero saber o status da Wingtip Toys => status Wingtip Toys
    como vai a migração da Contoso => status Contoso
    você verifica contoso.com pra mim? => check contoso.com
    a Adatum pode ser migrada? => check Adatum
    quais prazos nós temos? => reminders
    me mostre os lembretes da Northwind Traders => reminders Northwind Traders
    onde mudo as configurações => settings
    esquece essa pergunta => cancel
    me mostra tudo que você sabe fazer => help
    acho que podemos migrar a Coho Winery => move Coho Winery
    você tem o status da Coho Winery aí? => status Coho Winery
    os lembretes, por favor => reminders
    tem mensagens não entregues? => undelivered
    uma verificação rápida da Coho Winery => check Coho Winery
    quando termina o contrato? => none
    o resumo semanal, obrigado => weekly
    a Anna está de férias até sexta => none
    eles mudaram de escritório no ano passado => none
    para por favor => cancel
    coloca o idioma em italiano => language italiano
    como está indo a Contoso? => status Contoso`,
  },
];
