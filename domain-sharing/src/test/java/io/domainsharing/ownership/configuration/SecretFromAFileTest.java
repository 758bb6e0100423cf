// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.network.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that a container engine lays into a file, as {@code ${file:UTF-8:/run/secrets/name}}. */
class SecretFromAFileTest {
    @Test
    void secretShouldBeTheTextOfTheFileWithoutItsLineEnd(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("tokyo"), "0123456789abcdef\n");

        assertThat(Xml.parse(withSecretFrom(file)).minger().orElseThrow().secrets())
                .containsExactly(new Secret("0123456789abcdef"));
    }

    @Test
    void fileThatIsNotThereShouldStopTheStart(@TempDir Path folder) {
        Path file = folder.resolve("missing");

        assertThatThrownBy(() -> Xml.parse(withSecretFrom(file)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("minger/secret: '${file:UTF-8:" + file
                        + "}' cannot be looked up. Write the value itself, or see that the file is there");
    }

    @Test
    void textThatIsNoSecretShouldNotBeShown(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("tokyo"), "two words\n");

        assertThatThrownBy(() -> Xml.parse(withSecretFrom(file)))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("a secret is 1 to 50 visible ASCII characters")
                .hasMessageNotContaining("two words");
    }

    @Test
    void whatStandsBesideAFileThatIsNotThereShouldNotBeShown(@TempDir Path folder) {
        String reference = "${file:UTF-8:" + folder.resolve("missing") + "}";
        String xml = "<domainsharing><minger><secret>half-of-it" + reference + "</secret></minger></domainsharing>";

        assertThatThrownBy(() -> Xml.parse(xml))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("'" + reference + "' cannot be looked up")
                .hasMessageNotContaining("half-of-it");
    }

    private static String withSecretFrom(Path file) {
        return "<domainsharing><minger><secret>${file:UTF-8:" + file + "}</secret></minger></domainsharing>";
    }
}
