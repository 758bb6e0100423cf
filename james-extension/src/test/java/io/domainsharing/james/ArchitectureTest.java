// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    /** The order of the modules in the root pom.xml. */
    private static final List<String> ROOMS = List.of(
            "network",
            "minger",
            "smtpclient",
            "ownership",
            "cluster",
            "findings",
            "message",
            "smtp",
            "matchers",
            "mailets",
            "webadmin",
            "commandline",
            "james");

    private static final List<String> WIRES = List.of("minger", "smtpclient");
    /** What James calls, each on its own: what they share lies below them. */
    private static final List<String> ENTRANCES = List.of("smtp", "matchers", "mailets", "webadmin");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.domainsharing");

    @Test
    void everyRoomShouldHaveBeenLoaded() {
        assertThat(ROOMS).allSatisfy(room -> assertThat(
                        CLASSES.stream().filter(type -> type.getPackageName().startsWith(packageOf(room))))
                .as(room)
                .hasSizeGreaterThan(1));
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void roomShouldUseOnlyRoomsAboveIt(String room) {
        String[] below = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
                .map(name -> packageOf(name) + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packageOf(room) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(below)
                .allowEmptyShould(below.length == 0)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("siblings")
    void siblingsShouldNotUseEachOther(String room, List<String> siblings) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(room) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(siblings.stream()
                        .filter(sibling -> !sibling.equals(room))
                        .map(sibling -> packageOf(sibling) + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void wireShouldKnowNothingOfJames() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.domainsharing.network..", "io.domainsharing.minger..", "io.domainsharing.smtpclient..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.james..", "org.apache.mailet..", "com.google.inject..")
                .check(CLASSES);
    }

    @Test
    void decisionsShouldKnowNeitherGuiceNorSessionsNorMails() {
        noClasses()
                .that()
                .resideInAnyPackage("io.domainsharing.ownership..", "io.domainsharing.findings..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.inject..", "org.apache.james.protocols..", "org.apache.mailet..")
                .check(CLASSES);
    }

    @Test
    void commandShouldUseNothingThatRunsInsideJames() {
        noClasses()
                .that()
                .resideInAPackage("io.domainsharing.commandline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.domainsharing.message..",
                        "io.domainsharing.smtp..",
                        "io.domainsharing.matchers..",
                        "io.domainsharing.mailets..",
                        "io.domainsharing.webadmin..",
                        "com.google.inject..")
                .check(CLASSES);
    }

    @Test
    void packagesShouldNotDependOnEachOtherInACircle() {
        slices().matching("io.domainsharing.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static Stream<Arguments> siblings() {
        return Stream.of(WIRES, ENTRANCES)
                .flatMap(siblings -> siblings.stream().map(room -> Arguments.of(room, siblings)));
    }

    private static List<String> rooms() {
        return IntStream.range(0, ROOMS.size() - 1).mapToObj(ROOMS::get).toList();
    }

    private static String packageOf(String room) {
        return "io.domainsharing." + room;
    }
}
