import type { Utterances } from './utterances.ts';

export const italian: Utterances = {
  language: 'it',
  explicit: `
    sposta => move
    sposta Contoso => move Contoso
    spostare contoso.com => move contoso.com
    migra Contoso Srl => move Contoso Srl
    trasferisci Contoso => move Contoso
    sposta Lista Spose => move Lista Spose
    sposta Stop Srl => move Stop Srl
    sposta La Perla => move La Perla
    controlla Status Quo GmbH => check Status Quo GmbH
    stato Banca di Roma => status Banca di Roma
    spostamenti => moves
    elenco => moves
    i miei spostamenti => moves
    stato => status
    stato Contoso => status Contoso
    stato di Contoso => status Contoso
    stato dell'assistente => status
    controlla Contoso => check Contoso
    verifica contoso.com => check contoso.com
    promemoria => reminders
    promemoria per Contoso => reminders Contoso
    perché nessun promemoria Contoso => why-no-reminder Contoso
    perché non ci sono promemoria? => why-no-reminder
    settimanale => weekly
    riepilogo settimanale => weekly
    impostazioni => settings
    non recapitati => undelivered
    ricorda qui => remind-here
    non ricordare più qui => stop-reminding-here
    avvisi qui => alerts-here
    basta avvisi qui => stop-alerts-here
    aiuto => help
    cosa puoi fare? => help
    ciao => greeting
    annulla => cancel
    avanza 30 giorni => fast-forward 30
    avanza di due settimane => fast-forward 14
    lingua inglese => language inglese
    esporta Contoso => export Contoso
    calendario Contoso => calendar Contoso
    accedi => sign-in
    disconnettimi => sign-out`,
  noisy: `
    ricordamelo domani => reminders
    per favore sposta Contoso => move Contoso
    possiamo spostare contoso adesso? => move contoso
    mi sposti Contoso per favore => move Contoso
    vorrei spostare il cliente Contoso => move Contoso
    dobbiamo migrare northwind traders => move northwind traders
    psosta contoso => move contoso
    spotsa contoso => move contoso
    SPOSTA CONTOSO => move CONTOSO
    sposta «Status Quo GmbH» => move Status Quo GmbH
    ciao, potresti spostare Contoso Ltd? grazie => move Contoso Ltd
    iniziamo lo spostamento di Contoso => move Contoso
    riprendi contoso => move contoso
    lo spostamento di Contoso => move Contoso
    🚚 sposta Contoso! => move Contoso
    qual è lo stato di Contoso? => status Contoso
    a che punto siamo con Contoso? => status Contoso
    a che punto è contoso => status contoso
    come va con Contoso? => status Contoso
    Contoso, a che punto siamo? => status Contoso
    contoso stato => status contoso
    ci sono novità su Fabrikam? => status Fabrikam
    aggiornami su contoso => status contoso
    statto contoso => status contoso
    come stai? => status
    sei ancora vivo? => status
    ci sei? => status
    controlla un po' contoso => check contoso
    puoi controllare contoso.com? => check contoso.com
    contrlla contoso => check contoso
    dai un'occhiata a Fabrikam => check Fabrikam
    cosa sai di Adatum? => check Adatum
    verifichiamo Adatum Corporation => check Adatum Corporation
    mostrami i promemoria => reminders
    quali sono le prossime scadenze? => reminders
    scadenze di contoso => reminders contoso
    cosa c'è da fare? => reminders
    promemroia => reminders
    come mai nessun promemoria per contoso? => why-no-reminder contoso
    perche non ho ricevuto promemoria per Contoso => why-no-reminder Contoso
    perché nessuno ci ha avvisato? => why-no-reminder
    mostrami tutti gli spostamenti aperti => moves
    lista degli spostamenti => moves
    quali clienti stiamo spostando? => moves
    fammi vedere l'elenco => moves
    dammi il riepilogo della settimana => weekly
    il report settimanale per favore => weekly
    apri le impostazioni => settings
    impostazoni => settings
    cambia il fuso orario => settings
    messaggi non consegnati => undelivered
    mostra i messaggi falliti => undelivered
    manda i promemoria qui per favore => remind-here
    ricordaci qui => remind-here
    invia i promemoria in questo canale => remind-here
    basta promemoria qui => stop-reminding-here
    smetti di mandare promemoria qui => stop-reminding-here
    manda gli allarmi qui => alerts-here
    aiutami => help
    ho bisogno di aiuto => help
    aituo => help
    come funziona? => help
    buongiorno! => greeting
    ciao a tutti => greeting
    lascia perdere => cancel
    non importa => cancel
    avanti di 10 giorni => fast-forward 10
    parla italiano => language italiano
    cambia lingua in spagnolo => language spagnolo
    scarica il csv => export
    metti le scadenze in calendario => calendar
    fai il login => sign-in
    fai logout => sign-out`,
  none: `
    in Italia
    Contoso
    Stop Srl
    Lista Spose
    contoso.com
    grazie mille!
    va bene
    sì
    no
    venticinque
    31 dicembre
    non lo so
    non spostare Contoso
    ieri abbiamo cambiato ufficio
    il cliente richiama domani
    Microsoft 365 Business Standard
    Germania
    pranzo?
    ci vediamo lunedì
    Lisa
    chi ha ordinato la pizza
    perché Contoso
    oggi piove
    🤷
    perché?
    niente
    di niente`,
};
