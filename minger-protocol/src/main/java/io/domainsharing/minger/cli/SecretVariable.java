// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.network.Secret;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A secret in an environment variable: arguments of a command are for everybody on the machine to see. */
final class SecretVariable {
    @Option(
            names = "--secret-env",
            paramLabel = "NAME",
            description = "environment variable that holds the secret shared with the server; anonymous without")
    private @Nullable String name;

    /**
     * Reads it; null: there is none.
     *
     * @throws IllegalArgumentException it is not set, or no secret
     */
    @Nullable
    Secret read(UnaryOperator<@Nullable String> environment) {
        if (name == null) {
            return null;
        }
        String value = environment.apply(name);
        if (value == null) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return new Secret(value);
    }
}
