"""How the practice did over two years, what will lapse, how long inductions took: the page of trends."""
