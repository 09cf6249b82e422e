"""Mail domains at which anybody has an address: nobody of the house is known by one.

Of no use to rely on, only to offer no such domain: packages that list thousands of them are no longer kept.
"""

ANY_ENDING = """
aol fastmail gmail gmx googlemail hotmail icloud live mailfence msn outlook proton protonmail rocketmail
tuta tutanota yahoo yandex ymail zohomail
"""
SINGLE = """
mail.com email.com me.com mac.com pm.me hey.com hushmail.com inbox.com zoho.com zoho.eu web.de
t-online.de freenet.de arcor.de posteo.de mailbox.org mail.de online.de kabelbw.de orange.fr wanadoo.fr
free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr aliceadsl.fr libero.it virgilio.it tiscali.it
alice.it tin.it telefonica.net terra.es sapo.pt bluewin.ch hispeed.ch sunrise.ch chello.at a1.net aon.at
telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl telia.com
spray.se bredband.net online.no mail.dk luukku.com seznam.cz centrum.cz wp.pl o2.pl onet.pl interia.pl
op.pl azet.sk freemail.hu btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk
blueyonder.co.uk eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
charter.net earthlink.net juno.com rogers.com shaw.ca sympatico.ca bell.net videotron.ca bigpond.com
optusnet.com.au xtra.co.nz mail.ru bk.ru inbox.ru list.ru rambler.ru ukr.net abv.bg qq.com foxmail.com
163.com 126.com yeah.net sina.com sohu.com naver.com daum.net hanmail.net rediffmail.com docomo.ne.jp
ezweb.ne.jp uol.com.br bol.com.br terra.com.br ig.com.br
"""
_FAMILIES, _SINGLE = frozenset(ANY_ENDING.split()), frozenset(SINGLE.split())


def is_public(domain: str) -> bool:
    """Whether it is one of those that are widely known. Pure."""
    whole = domain.casefold()
    name, _, ending = whole.partition(".")  # as in yahoo.fr and yahoo.co.uk
    return whole in _SINGLE or (name in _FAMILIES and ending != "" and ending.count(".") < 2)
