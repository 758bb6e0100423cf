// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JAR for the other James stops the start and says which one to take, instead of failing at the first mail. */
@Tag("O1")
@ExtendWith(NoLeftovers.class)
class WrongJarIT {
    @Test
    @NeedsJames(jakarta = false)
    void james38ShouldNotStartWithTheJarForJames39() {
        assertThat(startWith(Checkout.extensionJar(true)))
                .containsPattern(
                        "extensions-jars/james-domain-sharing-[0-9.]+-jakarta\\.jar: is the JAR for James 3\\.9 or"
                                + " later, but this James is James 3\\.8\\. Remove it and put"
                                + " james-domain-sharing-<version>\\.jar in its place");
    }

    @Test
    @NeedsJames(jakarta = true)
    void james39ShouldNotStartWithTheJarForJames38() {
        assertThat(startWith(Checkout.extensionJar(false)))
                .containsPattern("extensions-jars/james-domain-sharing-[0-9.]+\\.jar: is the JAR for James 3\\.8"
                        + ", but this James is James 3\\.9 or later\\. Remove it and put"
                        + " james-domain-sharing-<version>-jakarta\\.jar in its place");
    }

    private static String startWith(Path jar) {
        Command.Result result =
                JamesServer.extended("wrong-jar", "127.0.1.30", jar).startExpectingFailure();

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output().lines().filter(line -> !line.isBlank()).toList())
                .last()
                .asString()
                .contains("James does not start. extensions-jars/");
        return result.output();
    }
}
