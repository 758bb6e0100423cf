// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import org.junit.jupiter.api.Test;

/** Where words are coloured. */
class ColourTest extends RemoteCommandsFixture {
    @Test
    void colourShouldBeForTerminalsOnly() {
        Run plain = run("peers");
        Run coloured = shell.coloured().run("peers", "--webadmin", webAdmin.url());

        assertThat(plain.out()).doesNotContain(ESCAPE);
        assertThat(coloured.out()).contains(ESCAPE + "[32mup" + ESCAPE + "[0m", ESCAPE + "[31mdown" + ESCAPE + "[0m");
        assertThat(coloured.out().replaceAll(ESCAPE + "\\[[0-9]*m", "")).isEqualTo(plain.out());
        assertThat(shell.coloured()
                        .run("peers", "--json", "--webadmin", webAdmin.url())
                        .out())
                .doesNotContain(ESCAPE);
    }
}
