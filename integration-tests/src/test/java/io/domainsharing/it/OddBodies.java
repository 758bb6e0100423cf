// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;

/** Messages whose body is hard to carry: dots, line ends, lines without end, octets that are no text. */
final class OddBodies {
    private static final String HEAD = "From: ann@example.net\nSubject: a body\n\n";
    /** As many octets as a buffer may have. */
    private static final List<Integer> CHUNKS = List.of(512, 1024, 4096, 8192, 16_384, 65_536);

    private OddBodies() {}

    static List<CorpusMessage> messages() {
        return List.of(
                body("utf-8-without-mime", "caf\u00c3\u00a9 \u00e2\u0082\u00ac\n"),
                body("latin-1-without-mime", "caf\u00e9 \u00a4\n"),
                body("nul-octets", "a\u0000b\u0000\n\u0000\n"),
                body("every-octet", everyOctet() + "\n"),
                body("bare-cr", "one\rtwo\r\rthree\n\rfour\r \n"),
                body("cr-before-the-line-end", "one\r\ntwo\r\r\n\r\n"),
                body("bare-cr-and-dot", "one\r.two\n\r.\n.\r\n\r.\r\n"),
                body("dots", ".\n..\n...\n.a\n..a\n. \n .\n\t.\n.\n"),
                body("dots-to-the-end", "a\n.\n.\n."),
                body("lines-of-dots", ("." + ".".repeat(77) + "\n").repeat(200)),
                body("dots-where-chunks-end", dotsWhereChunksEnd()),
                body("dot-first", ".\nHello\n"),
                CorpusMessage.of("dots-in-the-header", ".Subject: dot\n..: two\n" + HEAD + "Hello\n"),
                body("no-line-end", "and then it stops"),
                body("trailing-empty-lines", "Hello\n\n\n\n\n\n"),
                body("trailing-spaces", "Hello  \n \t \n  \n"),
                body("only-empty-lines", "\n".repeat(500)),
                body("line-of-1500-octets", "x".repeat(1500) + "\n"),
                body("line-of-8000-octets", "abcdefg ".repeat(1000) + "\n"),
                body("line-of-8000-octets-in-8-bit", "caf\u00e9 ".repeat(1600) + "\nend\n"),
                body("mbox-lines", "From here\n>From there\nFrom \n"),
                body(
                        "looks-like-fields",
                        "Received: x\nX-Domain-Sharing: node=a; peer=b; hop=1\nContent-Type: \"\nBcc: c\n"),
                body("larger-than-memory-buffers", ("0123456789".repeat(7) + "\n").repeat(4000)),
                body("three-megabytes-in-8-bit", ("\u00c3\u00a9\u00ff" + "z".repeat(990) + "\n").repeat(3000)));
    }

    private static CorpusMessage body(String name, String body) {
        return CorpusMessage.of(name, HEAD + body);
    }

    /** All but CR and LF, which mean something to SMTP. */
    private static String everyOctet() {
        StringBuilder octets = new StringBuilder();
        for (char octet = 0; octet < 256; octet++) {
            if (octet != '\r' && octet != '\n') {
                octets.append(octet);
            }
        }
        return octets.toString();
    }

    /** Lines with dots around each octet at which a chunk of the whole message may end. */
    private static String dotsWhereChunksEnd() {
        StringBuilder text = new StringBuilder();
        for (int chunk : CHUNKS) {
            while (text.length() < chunk - 400) {
                text.append("x".repeat(60)).append("\n");
            }
            text.append(".\n..\n.x\n".repeat(100));
        }
        return text.toString();
    }
}
