// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import java.security.CodeSource;
import java.util.Arrays;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JAR fits this James. There are two of the same sources: one for James 3.8, whose API has {@code javax.mail}, and
 * one for James 3.9 and later, where the build has changed the names as James has. The wrong one would fail with a
 * NoClassDefFoundError that tells an operator nothing, at the first thing of the other name that is needed.
 */
final class JamesFlavour {
    private JamesFlavour() {}

    /**
     * Asks before anything else of ours runs.
     *
     * @throws IllegalStateException the JAR is the other James's; names the JAR and what to do
     */
    static void check() {
        String given = messageOfJames();
        String needed = messageOfOurs();
        if (!given.equals(needed)) {
            boolean jakarta = isJakarta(given);
            throw LastWord.of(new IllegalStateException("extensions-jars/"
                    + jarName(JamesFlavour.class.getProtectionDomain().getCodeSource())
                    + ": is the JAR for " + james(isJakarta(needed)) + ", but this James is " + james(jakarta)
                    + ". Remove it and put james-domain-sharing-<version>" + (jakarta ? "-jakarta" : "")
                    + ".jar in its place"));
        }
    }

    /** The type that James's API names for a message. */
    private static String messageOfJames() {
        return Arrays.stream(Mail.class.getMethods())
                .filter(method -> method.getName().equals("getMessage"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This James's Mail has no getMessage()"))
                .getReturnType()
                .getName();
    }

    /** The type that this JAR was built with, which may not be there. */
    private static String messageOfOurs() {
        try {
            return MimeMessage.class.getName();
        } catch (NoClassDefFoundError e) {
            return String.valueOf(e.getMessage()).replace('/', '.');
        }
    }

    private static boolean isJakarta(String message) {
        // The build renames in texts too, where it finds a whole package.
        return !message.startsWith("javax");
    }

    private static String james(boolean jakarta) {
        return jakarta ? "James 3.9 or later" : "James 3.8";
    }

    private static String jarName(@Nullable CodeSource source) {
        if (source == null || source.getLocation() == null) {
            return "james-domain-sharing";
        }
        String path = source.getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
