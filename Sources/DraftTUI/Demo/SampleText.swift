/// Lewis Carroll, *Alice's Adventures in Wonderland* (1865), in the public domain: what the demonstration writes.
enum SampleText {
    static let title = "Down the Rabbit-Hole"

    static let sentences = [
        "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do.",
        "Once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it.",
        "“And what is the use of a book,” thought Alice, “without pictures or conversations?”",
        "So she was considering in her own mind whether the pleasure of making a daisy-chain would be worth the trouble of getting up and picking the daisies, when suddenly a White Rabbit with pink eyes ran close by her.",
        "There was nothing so very remarkable in that; nor did Alice think it so very much out of the way to hear the Rabbit say to itself, “Oh dear! Oh dear! I shall be late!”",
        "But when the Rabbit actually took a watch out of its waistcoat-pocket, and looked at it, and then hurried on, Alice started to her feet.",
        "In another moment down went Alice after it, never once considering how in the world she was to get out again.",
        "Down, down, down. Would the fall never come to an end?",
    ]
}
