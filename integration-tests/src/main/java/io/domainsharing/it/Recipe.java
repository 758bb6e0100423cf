// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of configuration as {@code docs/recipes/} has it, with its addresses changed to those of a test. */
public record Recipe(String text) {
    /** Takes the block that begins with a fence such as <code>```cf sharing</code> out of a document. */
    public static Recipe of(String document, String block) {
        try {
            String text = Files.readString(Checkout.root().resolve("docs/recipes/" + document + ".md"));
            Matcher fenced = Pattern.compile("(?ms)^( *)```" + Pattern.quote(block) + "\\n(.*?)^ *```$")
                    .matcher(text);
            if (!fenced.find()) {
                throw new IllegalArgumentException("No block " + block + " in " + document);
            }
            return new Recipe(fenced.group(2).replaceAll("(?m)^" + fenced.group(1), ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes what a reader would change; it must be there. */
    public Recipe with(String example, String own) {
        if (!text.contains(example)) {
            throw new IllegalArgumentException("No " + example + " in\n" + text);
        }
        return new Recipe(text.replace(example, own));
    }
}
