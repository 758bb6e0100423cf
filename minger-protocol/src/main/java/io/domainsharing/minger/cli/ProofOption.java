// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.network.Secret;
import org.jspecify.annotations.Nullable;

/** {@code auto}, {@code required} or {@code never}. */
final class ProofOption {
    private ProofOption() {}

    static Proving proving(String word, @Nullable Secret secret) {
        return switch (word) {
            case "auto" -> secret == null ? Proving.NEVER : Proving.of(ProofKeys.of(secret), false);
            case "required" -> Proving.of(ProofKeys.of(required(secret)), true);
            case "never" -> Proving.NEVER;
            default -> throw new IllegalArgumentException("--proof takes auto, required or never, not '" + word + "'");
        };
    }

    private static Secret required(@Nullable Secret secret) {
        if (secret == null) {
            throw new IllegalArgumentException(
                    "--proof required needs --secret-env: without a secret there is no proof");
        }
        return secret;
    }
}
