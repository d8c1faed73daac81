"""Invented people: names as one hears them in a British surgery, the same for the same seed. Nobody is real."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, cycle

FIRST = (
    "Abena Adaeze Agnieszka Aidan Aisha Alasdair Aled Amara Amina Amrit Anjali Anwen Ayesha Beatrice Bethan Bilal"
    " Bronagh Bronwen Callum Carys Cerys Chiamaka Chidi Ciara Clive Damola Darren Declan Dele Derya Dilys Donal Dorota"
    " Efua Eilidh Elif Elspeth Emeka Emlyn Ewa Farah Farhan Fergus Ffion Fiona Folasade Gareth Gaynor Gethin Graham"
    " Gurpreet Habiba Hamish Harpreet Hassan Hazel Heledd Ifeoma Imogen Imran Iolo Iqra Isla Jasvinder Jean Jerzy"
    " Joanne Josie Kamala Kasia Kavita Keir Keisha Keith Kofi Krystyna Kwame Laszlo Leanne Lesley Lorna Lucjan Lynne"
    " Maeve Magda Mairi Manjit Marlon Maureen Megan Meera Mehmet Mercy Merle Moira Morag Muna Nadia Nasreen Neeta"
    " Nerys Ngozi Niamh Nimmi Nkechi Olwen Oonagh Orla Osian Owain Padraig Parveen Patrycja Paulette Philippa Piotr"
    " Rabia Rachel Rajesh Rhiannon Rhodri Roisin Rowena Rukhsana Ruth Sanjay Sarita Seonaid Shabana Shanice Shona"
    " Shreya Simran Sinead Sioned Sunita Tamsin Tariq Temi Terence Thandi Tomasz Tunde Usha Verity Vikram Wanda"
    " Winston Wojciech Yasmin Yetunde Yusuf Zainab Zofia"
).split()
LAST = (
    "Abara Achebe-Lowe Adeyinka Agarwala Akhtari Allardyce Amoah Anderton Appleyard Asante Ashworth Ayodele Banik"
    " Barraclough Bassi Beddoes Begley Bhandari Birtwhistle Blaszczyk Boateng Bodkin Bracegirdle Bryning Cadwallader"
    " Carbery Chaudhary Chukwu Clegg Colclough Cosgrave Cudworth Dalgleish Danquah Deverell Dhaliwal Dhesi Dosanjh"
    " Drummond Eastwell Egbuna Entwistle Fairhurst Farooqi Fenwick Ferncombe Fitzmaurice Forsyth Garside Gathercole"
    " Ghosal Gill-Ross Goodacre Gorecki Greenhalgh Gwilliam Hadfield Halliwell Haque Hebblethwaite Hesketh"
    " Higginbottom Holdsworth Hussaini Idowu Iqbali Jankowska-Bell Jenkinson Jolliffe Kaczmarek Kandola Kearsley"
    " Kilbride Kirkbride Kowalczyk Kulkarni Lacey-Moore Lathom Leadbetter Lightbown Llewellin Lomax Longbottom"
    " Lwanga MacAskill Mahmoodi Mainwaring Makinde Malhotra Marsden McGlinchey McIlroy Mensah-Cole Micklethwaite"
    " Mistry Mohamud Morgan-Hale Murgatroyd Musa Nandra Nawaz Nowicki Nuttall Nwachukwu Oakeshott Obeng Ogunleye"
    " Okoro Olaniyan Oldroyd Osei-Grant Ormerod Parmar Pawlak Penhaligon Pickersgill Pilkington Postlethwaite Prothero"
    " Pugh-Jones Qureshi Ramsbottom Rattan Rawsthorne Redfearn Rigby Rosario Sackville Saddique Sandhu Scholes"
    " Shackleton Shahid Shergill Sikora Slater Snaith Sowerby Sugden Sutcliffe Szymanski Tattersall Thackray"
    " Threlfall Tremayne Trevelyan Tunnicliffe Udoka Uttley Vaswani Waddington Walmsley Wardle Whalley"
    " Whitelegg Wieczorek Winstanley Wolstenholme Woodhead Wrigley Yaqub Zielinski"
).split()
NOT_A_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class Name:
    """What one invented person is called, and signs in with."""

    first: str
    last: str
    username: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


def invented_names(rng: random.Random, taken: set[str]) -> Iterator[Name]:
    """Name after name, twelve thousand of them before one comes again; sign-in names are unlike those taken."""
    firsts, lasts = (cycle(rng.sample(names, len(names))) for names in (FIRST, LAST))
    used = set(taken)
    for first, last in zip(firsts, lasts, strict=True):
        plain = f"{letters(first)}.{letters(last)}"
        username = next(name for name in chain([plain], (f"{plain}{n}" for n in count(2))) if name not in used)
        used.add(username)
        yield Name(first, last, username)


def letters(name: str) -> str:
    """A name as a sign-in name has it: small letters from a to z."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return NOT_A_LETTER.sub("", ascii_only.lower())
