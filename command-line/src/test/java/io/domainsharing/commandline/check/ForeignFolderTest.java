// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that somebody else has written: to check it reads nothing else, and asks nobody. */
class ForeignFolderTest {
    private static final String SECRET = "do-not-read-me";

    private Path temporary;
    private ServerSocket listener;
    private final List<String> connections = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        temporary = folder;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Files.writeString(temporary.resolve("secret"), SECRET);
        Thread thread = new Thread(this::accept, "must-see-nobody");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    static Stream<Arguments> files() {
        return Stream.of("domainsharing", "smtpserver", "mailetcontainer").flatMap(file -> Stream.of(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file://%s\">]>",
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:%s/e\">]>",
                        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:%2$s/x.dtd\">",
                        "<!DOCTYPE x [<!ENTITY %% p SYSTEM \"http://127.0.0.1:%2$s/p\"> %%p;]>",
                        "<!DOCTYPE x [<!ENTITY e \"inner\">]>",
                        "<!DOCTYPE x>")
                .map(doctype -> Arguments.of(file, doctype)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void doctypeShouldBeReportedAndNotFollowed(String file, String doctype) {
        String entity = doctype.contains("ENTITY e") ? "&e;" : "";
        String prolog = doctype.contains("file://")
                ? String.format(Locale.ROOT, doctype, temporary.resolve("secret"))
                : String.format(Locale.ROOT, doctype.replace("%s", "%2$s"), "", listener.getLocalPort());
        SampleConf conf = SampleConf.in(temporary.resolve("conf")).edit(file + ".xml", text -> {
            int end = text.lastIndexOf("</");
            return prolog + text.substring(text.indexOf("?>") + 2, end) + entity + text.substring(end);
        });

        Run run = check(conf.folder());

        assertThat(run.out()).contains("error   " + file + ".xml cannot be read", "it has a DOCTYPE");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out() + run.err()).doesNotContain(SECRET);
        assertThat(connections).isEmpty();
    }

    @Test
    void doctypeOfTheDomainListShouldNotBeFollowedEither() {
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .replace("domainsharing.xml", "<domains>", "<!-- <domains>")
                .replace("domainsharing.xml", "</domains>", "</domains> -->")
                .replace("domainsharing.xml", "tokyo.example.net:25", "127.0.0.1:25")
                .edit(
                        "domainlist.xml",
                        text -> "<!DOCTYPE x SYSTEM \"http://127.0.0.1:" + listener.getLocalPort()
                                + "/x\"><domainlist><domainnames/></domainlist>");

        Run run = Shell.with(Map.of()).run("check", conf.folder().toString());

        assertThat(run.out()).contains("domainlist.xml cannot be read: it has a DOCTYPE");
        assertThat(connections).isEmpty();
    }

    /** What commons-configuration would look up besides the environment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${file:UTF-8:%1$s}",
                "${url:UTF-8:http://127.0.0.1:%2$d/}",
                "${xml:%1$s:/x}",
                "${properties:%1$s::do-not-read-me}",
                "${sys:user.home}",
                "${script:javascript:1}",
                "${dns:address|localhost}",
                "${env:UNSET:-${file:UTF-8:%1$s}}"
            })
    void referenceElsewhereShouldNotBeLookedUp(String reference) {
        String text = String.format(Locale.ROOT, reference, temporary.resolve("secret"), listener.getLocalPort());
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .replace("domainsharing.xml", "tokyo.example.net:25", text)
                .replace("webadmin.properties", "host=localhost", "host=" + text);

        Run run = check(conf.folder());

        assertThat(run.out())
                .contains("error   domainsharing.xml cannot be read: <smtp> holds ${", "does not look up")
                .contains("webadmin.properties: host (${")
                .doesNotContain("(" + SECRET, "(" + System.getProperty("user.home"));
        assertThat(connections).isEmpty();
    }

    /** It may be a file in /run/secrets, and no other, nor beside other text, nor of another element. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<secret>${file:UTF-8:/run/secrets/../../etc/hostname}</secret>",
                "<secret>${file:UTF-8:/run/secrets/a/b}</secret>",
                "<secret>${file:UTF-8:/etc/hostname}</secret>",
                "<secret>x${file:UTF-8:/run/secrets/none-of-mine}</secret>",
                "<secret>${file:UTF-8:/run/secrets/${env:HOME}}</secret>",
                "<smtp>${file:UTF-8:/run/secrets/none-of-mine}</smtp>"
            })
    void secretShouldComeFromNoOtherFile(String element) {
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .edit(
                        "domainsharing.xml",
                        text -> text.replaceFirst("<secret>.*?</secret>", Matcher.quoteReplacement(element)));

        assertThat(check(conf.folder()).out()).contains("error   domainsharing.xml cannot be read", "does not look up");
    }

    @Test
    void secretOfAContainerThatIsNotThereShouldBeNamed() {
        String element = "<secret>${file:UTF-8:/run/secrets/none-of-mine}</secret>";
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .edit(
                        "domainsharing.xml",
                        text -> text.replaceFirst("<secret>.*?</secret>", Matcher.quoteReplacement(element)));

        assertThat(check(conf.folder()).out())
                .contains("'${file:UTF-8:/run/secrets/none-of-mine}' cannot be looked up")
                .doesNotContain("does not look up");
    }

    @Test
    void includeShouldBeReportedAndNotFollowed() throws IOException {
        Files.writeString(temporary.resolve("other.properties"), "jwt.enabled=nonsense\n");
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .edit(
                        "webadmin.properties",
                        text -> text + "\ninclude=../other.properties\nincludeOptional=http://127.0.0.1:"
                                + listener.getLocalPort() + "/x\n");

        Run run = check(conf.folder());

        assertThat(run.out())
                .contains("webadmin.properties: include names another file", "includeOptional names another")
                .doesNotContain("nonsense");
        assertThat(connections).isEmpty();
    }

    @Test
    void hugeFileShouldNotBeRead() {
        SampleConf conf = SampleConf.in(temporary.resolve("conf"))
                .edit("domainsharing.xml", text -> text + " ".repeat(5_000_000));

        assertThat(check(conf.folder()).out()).contains("domainsharing.xml cannot be read: it is larger than 4194304");
    }

    private static Run check(Path folder) {
        return Shell.with(Map.of()).run("check", "--offline", folder.toString()).withoutLines();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (var connection = listener.accept()) {
                connections.add(String.valueOf(connection.getRemoteSocketAddress()));
            } catch (IOException e) {
                return;
            }
        }
    }
}
