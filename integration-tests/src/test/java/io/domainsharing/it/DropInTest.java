// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known of {@code deploy/systemd/} without a machine that systemd has started. */
class DropInTest {
    private static final Path FILE = Checkout.root().resolve("deploy/systemd/james.service.d/domain-sharing.conf");
    private static final Pattern CREDENTIAL =
            Pattern.compile("^LoadCredential=(\\w+):/etc/james/secrets/(\\w+)$", Pattern.MULTILINE);

    @Test
    void credentialsShouldBeThoseOfThePage() throws IOException {
        String page = Files.readString(Checkout.root().resolve("deploy/README.md"));

        List<MatchResult> credentials =
                CREDENTIAL.matcher(Files.readString(FILE)).results().toList();

        assertThat(credentials).hasSize(2).allSatisfy(credential -> {
            assertThat(credential.group(1)).isEqualTo(credential.group(2));
            assertThat(page).contains("`${file:UTF-8:/run/credentials/james.service/" + credential.group(1) + "}`");
        });
    }

    /** Where the Debian package has it. */
    @Test
    void filesShouldBeCheckedBeforeTheStart() throws IOException {
        assertThat(Files.readString(FILE))
                .contains("\nExecStartPre=/usr/bin/domain-sharing check --offline /srv/james/conf\n");
    }

    /** Not a matter of CI's machine: a container has no systemd. */
    @Test
    void systemdShouldFindNothingInIt(@TempDir Path folder) throws IOException {
        Path tool = Path.of("/usr/bin/systemd-analyze");
        assumeThat(tool).isExecutable();
        Path dropIns = Files.createDirectories(folder.resolve("james.service.d"));
        // What it starts need not be on this machine.
        Files.writeString(
                dropIns.resolve("domain-sharing.conf"),
                Files.readString(FILE).replace("/usr/bin/domain-sharing ", "/bin/true "));
        Path unit = Files.writeString(
                folder.resolve("james.service"), "[Unit]\nDescription=James\n[Service]\nExecStart=/bin/true\n");

        Command.Result result = Command.run(
                List.of(tool.toString(), "verify", "--man=no", "--recursive-errors=no", unit.toString()), folder);

        assertThat(result.output()).doesNotContain("domain-sharing.conf", "james.service");
        assertThat(result.exitCode()).isZero();
    }
}
