"""What people under 18 read before they answer, unless the mission words it otherwise."""

from __future__ import annotations

from app.text import Text

#: One line for each idea. In French, young people are spoken to as « tu ».
USUAL = Text(
    "Tu choisis : tu peux répondre ou non, passer une question, t’arrêter quand tu veux. Personne ne "
    "te le reprochera.\n"
    "N’écris pas ton nom, ni celui de quelqu’un d’autre.\n"
    "Ce que vous répondez toutes et tous ensemble aide à décider ce qui est fait pour les jeunes.\n"
    "Si une question te rappelle quelque chose de difficile, tu peux en parler à quelqu’un.",
    "You choose: you can answer or not, skip any question, stop at any time. Nobody will hold it "
    "against you.\n"
    "Do not write your name, nor anybody’s name.\n"
    "What everybody answers together helps to decide what is done for young people.\n"
    "If a question brings back something hard, you can talk to somebody.",
)
