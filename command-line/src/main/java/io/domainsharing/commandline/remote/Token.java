// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import io.domainsharing.commandline.terminal.Environment;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** WebAdmin's token (JWT). It comes from the environment, for every user of a machine can read its command lines. */
public final class Token {
    /** Where it is unless another variable is named. */
    public static final String VARIABLE = "DOMAIN_SHARING_TOKEN";

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private Token() {}

    /**
     * The token of that variable.
     *
     * @param variable null: {@link #VARIABLE}, which need not be set
     * @throws IllegalArgumentException the variable that was named is not set, or no header could carry what it holds
     */
    public static Optional<String> of(@Nullable String variable, Environment environment) {
        if (variable != null && environment.value(variable).isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + variable + " is not set");
        }
        Optional<String> token =
                environment.value(variable == null ? VARIABLE : variable).map(String::strip);
        if (token.isPresent() && !token.get().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("the environment variable " + (variable == null ? VARIABLE : variable)
                    + " holds no token: it has spaces or other characters that none has");
        }
        return token;
    }

    /** Whether anybody on the way could read it. */
    public static boolean isSentInTheClear(URI url) {
        return "http".equalsIgnoreCase(url.getScheme())
                && !THIS_MACHINE.contains(String.valueOf(url.getHost()))
                && !String.valueOf(url.getHost()).startsWith("127.");
    }
}
