// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.SameHash;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFileTest {
    private Path file;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        file = folder.resolve("customer.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@customer.example",
                "BOB@Customer.EXAMPLE",
                "ann#1@customer.example",
                "o'neil@customer.example"
            })
    void fileShouldHaveItsAddressesWhateverTheirCase(String address) throws Exception {
        write(
                "\uFEFF# the customer's people\r\n\r\n  Bob@customer.example \nann#1@CUSTOMER.example\n\t# x\no'neil@customer.example");

        AddressFile testee = open();

        assertThat(testee.has(address(address))).isTrue();
        assertThat(testee.has(address("the@customer.example"))).isFalse();
        assertThat(testee.has(address("bob@elsewhere.example"))).isFalse();
        assertThat(testee.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            bob@customer.example\\nbob     | line 2: 'bob' is not an address. Write one address on each line, such as bob@customer.example
            # x\\n\\nbob@sub.customer.example | line 3: 'bob@sub.customer.example' is not an address of customer.example. Write one address
            bob@customer.example # Bob     | line 1:
            # nobody yet                   | it holds no address. Write one
            """)
    void startShouldFailNamingFileLineAndRemedyWhenTheFileIsBroken(String content, String message) throws Exception {
        write(content.replace("\\n", "\n"));

        assertThatThrownBy(this::open)
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageStartingWith(
                        "conf/domainsharing.xml: gateways/gateway/file: file://conf/customer.txt, " + message);
    }

    @Test
    void startShouldFailWhenTheFileIsMissingOrNoText() throws Exception {
        assertThatThrownBy(this::open).hasMessageContaining("customer.txt, there is no such file. Write");

        Files.write(file, new byte[] {'b', (byte) 0xfc, '@'});
        assertThatThrownBy(this::open).hasMessageContaining("customer.txt, it is not a UTF-8 text. Write");
    }

    @Test
    void changedFileShouldCountOnceItHasStayedTheSameForOneLook() throws Exception {
        write("bob@customer.example");
        AddressFile testee = open();

        write("bob@customer.example\n");
        testee.look();
        write("bob@customer.example\nann@customer.example\n");
        testee.look();
        assertThat(testee.has(address("ann@customer.example"))).isFalse();

        testee.look();
        assertThat(testee.has(address("ann@customer.example"))).isTrue();
    }

    @Test
    void addressesShouldStayWhenTheFileBreaksOrGoesAwayAndChangeWhenItIsBack() throws Exception {
        write("bob@customer.example");
        AddressFile testee = open();

        write("bob");
        look(testee);
        assertThat(testee.has(address("bob@customer.example"))).isTrue();
        Files.delete(file);
        look(testee);
        assertThat(testee.has(address("bob@customer.example"))).isTrue();
        write("ann@customer.example");
        look(testee);

        assertThat(testee.has(address("ann@customer.example"))).isTrue();
        assertThat(testee.has(address("bob@customer.example"))).isFalse();
    }

    @Test
    void gatewaysShouldLookEverySecondUntilTheyAreClosed() throws Exception {
        write("bob@customer.example");
        FakeClock clock = new FakeClock();
        FakeTimer timer = new FakeTimer(clock);
        Gateways testee = Gateways.open(List.of(TestGateways.withFile()), url -> file);
        testee.watch(timer, Runnable::run);

        write("ann@customer.example, misspelt\n");
        write("ann@customer.example\n");
        timer.advance(Gateways.LOOK_EVERY.multipliedBy(2));
        assertThat(testee.lists(address("ann@customer.example"))).isTrue();

        testee.close();
        write("bob@customer.example, again\n");
        write("carol@customer.example\n");
        timer.advance(Gateways.LOOK_EVERY.multipliedBy(3));
        assertThat(testee.lists(address("carol@customer.example"))).isFalse();
    }

    @Test
    @Tag("O3")
    void lineOfAMegabyteShouldBeToldInAFewWords() throws Exception {
        for (String part : List.of("a", "a@", "a.", "\"", "\\", "<", "[", " ", "\u001b", "@customer.example,")) {
            write("bob@customer.example\n" + part.repeat(MEGABYTE / part.length()) + "x");

            assertTimeoutPreemptively(PATIENCE, () -> assertThatThrownBy(this::open)
                    .isInstanceOf(BadConfigurationException.class)
                    .message()
                    .contains("line 2: '")
                    .matches("\\p{Print}{0,3000}"));
        }
    }

    @Test
    @Tag("O3")
    void megabyteOfShortLinesShouldBeReadWithinSeconds() throws Exception {
        write("#\n\n".repeat(MEGABYTE / 3) + "bob@customer.example");

        assertThat(assertTimeoutPreemptively(PATIENCE, this::open).size()).isOne();
    }

    @Test
    @Tag("O3")
    void addressesOfOneHashShouldBeReadAndFoundWithinSeconds() throws Exception {
        List<String> addresses = SameHash.words(50_000, "a~", "b_").stream()
                .map(word -> word + "@customer.example")
                .toList();
        write(String.join("\n", addresses));

        AddressFile testee = assertTimeoutPreemptively(PATIENCE, this::open);

        assertThat(testee.size()).isEqualTo(50_000);
        assertTimeoutPreemptively(PATIENCE, () -> assertThat(addresses.subList(0, 20_000))
                .allMatch(address -> testee.has(address(address))));
    }

    private AddressFile open() throws BadConfigurationException {
        return new AddressFile(TestGateways.withFile(), file, "file://conf/customer.txt");
    }

    private static void look(AddressFile testee) {
        testee.look();
        testee.look();
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
