import type { Utterances } from './utterances.ts';

export const portuguese: Utterances = {
  language: 'pt-BR',
  explicit: `
    mover => move
    mover Contoso => move Contoso
    mova contoso.com => move contoso.com
    migrar Contoso Ltda => move Contoso Ltda
    transferir Contoso => move Contoso
    mover Lista Amarela => move Lista Amarela
    mover Stop SA => move Stop SA
    verificar Status Quo GmbH => check Status Quo GmbH
    status Banco do Brasil => status Banco do Brasil
    mover Os Irmãos => move Os Irmãos
    migrações => moves
    lista => moves
    minhas migrações => moves
    status => status
    status Contoso => status Contoso
    status da Contoso => status Contoso
    status do assistente => status
    verificar Contoso => check Contoso
    checar contoso.com => check contoso.com
    lembretes => reminders
    lembretes da Contoso => reminders Contoso
    por que não há lembrete Contoso => why-no-reminder Contoso
    por que não há lembretes? => why-no-reminder
    semanal => weekly
    resumo semanal => weekly
    configurações => settings
    não entregues => undelivered
    lembrar aqui => remind-here
    não lembrar mais aqui => stop-reminding-here
    alertas aqui => alerts-here
    chega de alertas aqui => stop-alerts-here
    ajuda => help
    o que você pode fazer? => help
    oi => greeting
    cancelar => cancel
    avançar 30 dias => fast-forward 30
    avance duas semanas => fast-forward 14
    idioma italiano => language italiano
    exportar Contoso => export Contoso
    calendário Contoso => calendar Contoso
    entrar => sign-in
    sair da conta => sign-out`,
  noisy: `
    me lembre mais tarde => reminders
    por favor, mova a Contoso => move Contoso
    podemos mover contoso agora? => move contoso
    quero migrar a Contoso => move Contoso
    precisamos mover northwind traders => move northwind traders
    mvoer contoso => move contoso
    migar contoso => move contoso
    MOVER CONTOSO => move CONTOSO
    oi, você pode mover Contoso Ltd? obrigado => move Contoso Ltd
    mover "Status Quo GmbH" pf => move Status Quo GmbH
    vamos começar a migração da Contoso => move Contoso
    inicia a migração da Contoso => move Contoso
    retomar contoso => move contoso
    dá pra mover a contoso? => check contoso
    🚚 mova Contoso! => move Contoso
    por favor, mostre o status da Contoso => status Contoso
    qual é o status da Contoso? => status Contoso
    em que pé está a Contoso? => status Contoso
    como está a Contoso => status Contoso
    como anda a contoso? => status contoso
    contoso status => status contoso
    alguma novidade da Fabrikam? => status Fabrikam
    sttaus contoso => status contoso
    situação da contoso => status contoso
    tudo bem com você? => status
    vc está aí? => status
    verifica a contoso pra mim por favor => check contoso
    pode checar contoso.com? => check contoso.com
    verifcar contoso => check contoso
    dá uma olhada na Fabrikam => check Fabrikam
    o que você sabe sobre a Adatum? => check Adatum
    me mostra os lembretes => reminders
    o que vence agora? => reminders
    prazos da contoso => reminders contoso
    lembrtes => reminders
    próximos vencimentos => reminders
    por que nao tem lembrete da contoso? => why-no-reminder contoso
    por que ninguém nos avisou? => why-no-reminder
    por que não recebi lembretes da Contoso? => why-no-reminder Contoso
    mostra todas as migrações abertas => moves
    lista de clientes => moves
    quais clientes estamos movendo? => moves
    o que está em andamento => moves
    me dá o resumo da semana => weekly
    o relatório semanal por favor => weekly
    abre as configurações => settings
    configuracoes => settings
    mudar o fuso horário => settings
    mensagens não entregues => undelivered
    o que não foi entregue? => undelivered
    manda os lembretes aqui => remind-here
    lembre a gente aqui => remind-here
    pare de mandar lembretes aqui => stop-reminding-here
    chega de lembretes aqui => stop-reminding-here
    manda os alertas aqui => alerts-here
    me ajuda => help
    preciso de ajuda => help
    ajdua => help
    como funciona? => help
    bom dia! => greeting
    oi pessoal => greeting
    deixa pra lá => cancel
    esquece => cancel
    adianta 10 dias => fast-forward 10
    fala português => language português
    muda o idioma para inglês => language inglês
    baixar a planilha => export
    coloca os prazos no calendário => calendar
    fazer login => sign-in
    fazer logout => sign-out`,
  none: `
    não mover contoso
    por favor, não exporte a Contoso
    Contoso
    Stop SA
    Lista Amarela
    contoso.com
    muito obrigado!
    beleza então
    sim
    não
    vinte e cinco
    31 de dezembro
    não sei
    não mova a Contoso
    ontem mudamos de escritório
    o cliente liga amanhã
    Microsoft 365 Business Basic
    Alemanha
    bora almoçar?
    até segunda
    Lisa
    quem pediu a pizza
    pronto
    hoje chove
    🤷
    por quê?
    de nada
    nada`,
};
