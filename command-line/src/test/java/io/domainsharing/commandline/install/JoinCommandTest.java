// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import static io.domainsharing.commandline.install.UnpackedJames.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.FolderCheck;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two offices that become peers, each by what is typed there. */
@Tag("O5")
class JoinCommandTest {
    private UnpackedJames paris;
    private UnpackedJames tokyo;

    @BeforeEach
    void unpack(@TempDir Path folder) {
        paris = UnpackedJames.of38(folder.resolve("paris"));
        tokyo = UnpackedJames.of38(folder.resolve("tokyo"));
    }

    private static DomainSharingConfiguration configuration(UnpackedJames james) {
        return Objects.requireNonNull(
                FolderCheck.of(new ConfFolder(james.conf())).configuration(), "James would not start");
    }

    private String invitation(String... options) {
        return token(install(options));
    }

    private Run install(String... options) {
        return paris.install(Stream.concat(
                        Stream.of("--node", "paris", "--host", "mx.paris.example.net", "--domain", "example.com"),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    private void requirePeers() {
        Peer there = configuration(paris).peers().get(0);
        Peer here = configuration(tokyo).peers().get(0);
        assertThat(there.name()).hasToString("tokyo");
        assertThat(there.smtp()).hasToString("[mx.tokyo.example.net:2525]");
        assertThat(configuration(tokyo).minger().orElseThrow().secrets()).contains(there.secret());
        assertThat(here.name()).hasToString("paris");
        assertThat(here.smtp()).hasToString("[mx.paris.example.net:25]");
        assertThat(configuration(paris).minger().orElseThrow().secrets()).contains(here.secret());
        assertThat(configuration(tokyo).domains())
                .isEqualTo(configuration(paris).domains())
                .hasSize(1);
        assertThat(configuration(tokyo).node()).hasToString("tokyo");
    }

    @Test
    void joinAloneShouldMakeBothPeersWhenInstallNamedTheOther() {
        String token = invitation("--peer", "tokyo=mx.tokyo.example.net:2525");

        Run joined = tokyo.join(token);

        assertThat(joined.exitCode()).as(joined.out() + joined.err()).isZero();
        assertThat(joined.out()).doesNotContain("ds1:");
        requirePeers();
        assertThat(configuration(paris).peers().get(0).secret())
                .isNotEqualTo(configuration(tokyo).peers().get(0).secret());
    }

    @Test
    void answerShouldMakeBothPeersWhenInstallNamedNobody() {
        String token = invitation();
        assertThat(configuration(paris).peers()).isEmpty();

        Run joined = tokyo.join(token, "--node", "tokyo", "--host", "mx.tokyo.example.net:2525");
        Run accepted = paris.accept(token(joined));

        assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
        requirePeers();
        assertThat(paris.accept(token(joined)).err()).contains("was taken before");
    }

    @Test
    void thirdOfficeShouldBecomeAPeerOfOneThatIsInstalled() {
        tokyo.join(invitation("--peer", "tokyo=mx.tokyo.example.net:2525"));

        Run run = paris.install("--peer", "austin=mx.austin.example.net", "--host", "mx.paris.example.net");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(configuration(paris).peers())
                .extracting(peer -> peer.name().value())
                .containsExactly("tokyo", "austin");
        JoinToken token = JoinToken.parse(token(run));
        assertThat(token.secretOfTo())
                .isEqualTo(configuration(paris).peers().get(1).secret());
    }

    @Test
    void officeThatIsInstalledShouldKeepItsSecretsWhenItJoins() {
        tokyo.install("--node", "tokyo", "--domain", "example.com");
        var before = configuration(tokyo).minger().orElseThrow().secrets();

        Run joined = tokyo.join(invitation("--peer", "tokyo=mx.tokyo.example.net:2525"));

        assertThat(joined.exitCode()).as(joined.out() + joined.err()).isZero();
        assertThat(configuration(tokyo).minger().orElseThrow().secrets())
                .containsAll(before)
                .hasSize(2);
        requirePeers();
    }

    @Test
    void tokenShouldBeRefusedWhenItIsUsedAgainOrTooLateOrElsewhere() {
        String token = invitation("--peer", "tokyo=mx.tokyo.example.net", "--valid", "2");

        assertThat(tokyo.join(token, "--node", "austin").err()).contains("this token is for tokyo");
        tokyo.at(UnpackedJames.NOW.plus(Duration.ofHours(2)));
        assertThat(tokyo.join(token).err()).contains("was good until 2026-03-02T11:00:00Z");
        tokyo.at(UnpackedJames.NOW.plus(Duration.ofMinutes(119)));
        assertThat(tokyo.join(token).exitCode()).isZero();
        assertThat(tokyo.join(token).err()).contains("was used here before");
        assertThat(paris.join(token).err()).contains("made this token itself");
        assertThat(paris.accept(token).err()).contains("is an invitation");
    }

    @Test
    void tokenShouldStandInNoFileAndInNoMessage() {
        String token = invitation("--peer", "tokyo=mx.tokyo.example.net");
        String damaged = token.substring(0, token.length() - 3);

        Run refused = tokyo.join(damaged);
        Run joined = tokyo.typing(token).join("-");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("damaged").doesNotContain(damaged);
        assertThat(joined.exitCode()).as(joined.out() + joined.err()).isZero();
        assertThat(joined.out() + joined.err()).doesNotContain(token.substring(4));
        Map<String, String> files = tokyo.files();
        files.putAll(paris.files());
        assertThat(files.values()).noneMatch(text -> text.contains(token.substring(4)));
        assertThat(JoinToken.parse(token)).hasToString("ds1:***");
    }

    @Test
    void uninstallShouldTakeBackWhatJoinAdded() {
        Map<String, String> before = tokyo.files();
        tokyo.install("--node", "tokyo");
        tokyo.join(invitation("--peer", "tokyo=mx.tokyo.example.net"));

        assertThat(tokyo.uninstall().exitCode()).isZero();

        assertThat(tokyo.files()).isEqualTo(before);
    }

    @Test
    void peerShouldBeAddedByTextToAFileThatSomebodyWrote() {
        tokyo.install("--node", "tokyo");
        tokyo.edit("domainsharing.xml", text -> text.replace("<peers/>", "<peers>\n\t\t<!-- none yet -->\n\t</peers>")
                .replace("\n", "\r\n"));

        assertThat(tokyo.join(invitation("--peer", "tokyo=mx.tokyo.example.net"))
                        .exitCode())
                .isZero();

        assertThat(tokyo.text("domainsharing.xml").replace("\r\n", ""))
                .contains("<!-- none yet -->")
                .doesNotContain("\n");
        assertThat(configuration(tokyo).peers()).hasSize(1);
    }
}
