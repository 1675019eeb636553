import type { Utterances } from './utterances.ts';

export const spanish: Utterances = {
  language: 'es',
  explicit: `
    mover => move
    mover Contoso => move Contoso
    mover contoso.com => move contoso.com
    trasladar Contoso => move Contoso
    migrar Contoso SL => move Contoso SL
    mover Lista Roja => move Lista Roja
    mover Stop SA => move Stop SA
    comprobar Status Quo GmbH => check Status Quo GmbH
    mover La Caixa => move La Caixa
    estado Banco de España => status Banco de España
    traslados => moves
    lista => moves
    mis traslados => moves
    estado => status
    estado Contoso => status Contoso
    estado de Contoso => status Contoso
    estado del asistente => status
    comprobar Contoso => check Contoso
    verificar contoso.com => check contoso.com
    recordatorios => reminders
    recordatorios de Contoso => reminders Contoso
    por qué no hay recordatorio Contoso => why-no-reminder Contoso
    por qué no hay recordatorios => why-no-reminder
    semanal => weekly
    resumen semanal => weekly
    configuración => settings
    no entregados => undelivered
    recordar aquí => remind-here
    no recordar más aquí => stop-reminding-here
    alertas aquí => alerts-here
    no más alertas aquí => stop-alerts-here
    ayuda => help
    ¿qué puedes hacer? => help
    hola => greeting
    cancelar => cancel
    avanzar 30 días => fast-forward 30
    avanza dos semanas => fast-forward 14
    idioma italiano => language italiano
    exportar Contoso => export Contoso
    calendario Contoso => calendar Contoso
    iniciar sesión => sign-in
    cerrar sesión => sign-out`,
  noisy: `
    recuérdamelo mañana => reminders
    por favor, mueve Contoso => move Contoso
    ¿podemos mover contoso ahora? => move contoso
    quiero trasladar a Contoso => move Contoso
    necesitamos migrar northwind traders => move northwind traders
    moevr contoso => move contoso
    mober contoso => move contoso
    MOVER CONTOSO => move CONTOSO
    hola, ¿podrías mover Contoso Ltd? gracias => move Contoso Ltd
    mueve «Status Quo GmbH» => move Status Quo GmbH
    empecemos con Contoso => move Contoso
    inicia el traslado de Contoso => move Contoso
    retoma contoso => move contoso
    vamos a mover la empresa Contoso => move Contoso
    🚚 ¡mueve Contoso! => move Contoso
    ¿cuál es el estado de Contoso? => status Contoso
    ¿en qué punto está Contoso? => status Contoso
    cómo va contoso => status contoso
    como vamos con Contoso => status Contoso
    contoso estado => status contoso
    ¿hay novedades de Fabrikam? => status Fabrikam
    ponme al día con contoso => status contoso
    esatdo contoso => status contoso
    ¿cómo estás? => status
    ¿sigues ahí? => status
    comprueba contoso por favor => check contoso
    ¿puedes revisar contoso.com? => check contoso.com
    comprobra contoso => check contoso
    échale un vistazo a Fabrikam => check Fabrikam
    ¿qué sabes de Adatum? => check Adatum
    ¿se puede mover Adatum? => check Adatum
    muéstrame los recordatorios => reminders
    ¿qué vence pronto? => reminders
    vencimientos de contoso => reminders contoso
    recordatoriso => reminders
    proximos plazos => reminders
    por que no hay recordatorios de contoso => why-no-reminder contoso
    ¿por qué nadie nos avisó? => why-no-reminder
    ¿por qué no me llegó ningún recordatorio de Contoso? => why-no-reminder Contoso
    muestra todos los traslados abiertos => moves
    lista de traslados => moves
    ¿qué clientes estamos moviendo? => moves
    qué hay en curso => moves
    dame el resumen de la semana => weekly
    el informe semanal por favor => weekly
    abre la configuración => settings
    configuracion => settings
    cambiar la zona horaria => settings
    mensajes no entregados => undelivered
    ¿qué no se entregó? => undelivered
    envía los recordatorios aquí => remind-here
    recuérdanos aquí por favor => remind-here
    no más recordatorios aquí => stop-reminding-here
    deja de enviar recordatorios aquí => stop-reminding-here
    manda las alertas aquí => alerts-here
    ayudame => help
    necesito ayuda => help
    aydua => help
    ¿cómo funciona? => help
    buenos días => greeting
    hola a todos => greeting
    olvídalo => cancel
    déjalo => cancel
    adelanta 10 días => fast-forward 10
    habla español => language español
    cambia el idioma a inglés => language inglés
    descarga el csv => export
    pon los plazos en el calendario => calendar
    quiero entrar => sign-in
    salir de la cuenta => sign-out`,
  none: `
    no mover contoso
    por favor no mover contoso
    mejor no mover Contoso
    no exportar contoso
    no trasladar Contoso
    Contoso
    Stop SA
    Lista Roja
    contoso.com
    ¡muchas gracias!
    vale
    sí
    no
    veinticinco
    31 de diciembre
    no lo sé
    no muevas Contoso
    ayer cambiamos de oficina
    el cliente llama mañana
    Microsoft 365 Empresa Premium
    Alemania
    ¿comemos?
    nos vemos el lunes
    Lisa
    quién pidió la pizza
    listo
    hoy llueve
    🤷
    ¿por qué?
    de nada
    nada`,
};
