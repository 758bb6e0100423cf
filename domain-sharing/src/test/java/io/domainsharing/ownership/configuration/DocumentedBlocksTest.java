// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each piece of {@code domainsharing.xml} in the operators' pages is read by what James's start reads it with. */
class DocumentedBlocksTest {
    /** A block that shows a mistake, and the message that the page says it leads to. */
    private record Mistake(Fence xml, Fence message) {}

    static Stream<Named<Fence>> blocks() {
        return fences().filter(fence -> !fence.has("mistake")).map(fence -> Named.of(fence.toString(), fence));
    }

    static Stream<Arguments> mistakes() {
        List<Arguments> mistakes = new ArrayList<>();
        for (Page page : Page.ofOperators(Xml.ROOT)) {
            List<Fence> fences = page.fences();
            for (int i = 0; i < fences.size(); i++) {
                if (isSharing(fences.get(i)) && fences.get(i).has("mistake")) {
                    Mistake mistake = new Mistake(fences.get(i), fences.get(i + 1));
                    mistakes.add(Arguments.of(Named.of(mistake.xml().toString(), mistake)));
                }
            }
        }
        return mistakes.stream();
    }

    /** Those of {@code docs/}, of the README, and of the containers. */
    private static Stream<Fence> fences() {
        return Stream.concat(Page.ofOperators(Xml.ROOT).stream(), Stream.of(Page.read(Xml.ROOT, "README.md")))
                .flatMap(page -> page.fences().stream())
                .filter(DocumentedBlocksTest::isSharing);
    }

    private static boolean isSharing(Fence fence) {
        return fence.kind().equals("xml") && fence.asSharing().isPresent();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blockShouldBeUsable(Fence fence) {
        String xml = Xml.withoutReferences(fence.asSharing().orElseThrow());

        assertThatCode(() -> Xml.parse(xml)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeShouldStopTheStartWithTheMessageThatIsShown(Mistake mistake) {
        assertThat(mistake.message().info()).isEqualTo("log mistake");

        assertThat(catchThrowable(() -> Xml.parse(mistake.xml().asSharing().orElseThrow())))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessage(mistake.message().text().strip());
    }

    @ParameterizedTest
    @MethodSource("filesOfContainers")
    void fileOfAContainerShouldBeUsable(Path file) throws Exception {
        assertThat(Xml.parse(Xml.withoutReferences(Files.readString(file))).peers())
                .hasSize(1);
    }

    static List<Path> filesOfContainers() {
        return Stream.of("docker/paris", "docker/tokyo", "deploy/kubernetes")
                .map(folder -> Xml.ROOT.resolve(folder).resolve("domainsharing.xml"))
                .toList();
    }

    @Test
    void pagesShouldHaveSuchBlocks() {
        assertThat(fences()).hasSizeGreaterThan(20);
        assertThat(mistakes()).hasSizeGreaterThan(5);
    }
}
