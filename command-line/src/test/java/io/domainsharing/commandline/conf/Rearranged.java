// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import java.util.Random;

/** A file as somebody else might have it: the same to James, and other octets. */
final class Rearranged {
    private static final String[] COMMENTS = {
        "<!-- mine: <handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/> -->",
        "<!-- two\n  lines, <mailet match=\"All\" class=\"RecipientRewriteTable\"/> -->",
        "<!--\u00c3\u00a9t\u00c3\u00a9-->",
        "<?mine <processor> ?>"
    };
    private static final String[] PROPERTIES = {"# guice.extension.module=mine", "! mine", "   ", "mine.key=a,b,\\\n  c"
    };

    private Rearranged() {}

    static String of(String name, String text, Random random) {
        StringBuilder made = new StringBuilder();
        boolean isXml = name.endsWith(".xml");
        boolean inComment = false;
        boolean isHead = true;
        for (String line : text.split("(?<=\n)", -1)) {
            String one = random.nextInt(4) == 0 && !inComment ? line.replaceFirst("^ {4}", "\t") : line;
            made.append(one);
            inComment = (inComment || one.contains("<!--")) && !one.contains("-->");
            isHead &= isXml && (inComment || !one.matches("(?s)\\s*<[a-z].*"));
            if (!inComment && !isHead && !isOver(isXml, made) && random.nextInt(5) == 0) {
                made.append(addition(isXml, random));
            }
        }
        String result = random.nextBoolean() ? made.toString() : made.toString().stripTrailing();
        String ended = random.nextInt(3) == 0 ? result.replace("\n", "\r\n") : result;
        return isXml && random.nextInt(3) == 0 ? joined(ended) : ended;
    }

    private static boolean isOver(boolean isXml, StringBuilder made) {
        return !made.toString().endsWith("\n")
                || (isXml && made.toString().stripTrailing().endsWith("</smtpservers>"));
    }

    private static String addition(boolean isXml, Random random) {
        if (random.nextInt(3) == 0) {
            return "\n";
        }
        return isXml
                ? "      " + COMMENTS[random.nextInt(COMMENTS.length)] + "\n"
                : PROPERTIES[random.nextInt(PROPERTIES.length)] + "\n";
    }

    /** Some elements begin on the line on which the one before ends. */
    private static String joined(String text) {
        return text.replaceAll("/>\\s+<handler", "/><handler")
                .replaceAll("<handlerchain>\\s+", "<handlerchain>")
                .replaceAll("</mailet>\\s+<mailet", "</mailet> <mailet")
                .replaceAll("</pattern>\\s+", "</pattern>");
    }
}
