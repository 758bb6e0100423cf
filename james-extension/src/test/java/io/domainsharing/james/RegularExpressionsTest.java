// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every regular expression of ours, whatever text it reads, takes steps in proportion to the text and no deep stack: on repetitions of each
 * word and character that it speaks of. A new one is found by itself, as it has to be a constant. Steps are counted, not timed.
 */
class RegularExpressionsTest {
    private static final int SHORT = 300;
    private static final int LONG = 8 * SHORT;
    /** Beyond 8 there is room for what is bounded and not yet at its bound in the short text; squared it would be 64. */
    private static final int MOST_GROWTH = 13;

    private static final long MOST_STEPS = 50_000_000;

    private static final int DEEP = 20_000;

    private static final Set<String> BY_TEXT = Set.of("matches", "replaceAll", "replaceFirst");

    /** By one character, or an escaped one, String.split reads no regular expression. */
    private static final Pattern SPLIT = Pattern.compile("\\.split\\(\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final Pattern ONE_CHARACTER = Pattern.compile("[^.$|()\\[{^?*+\\\\]|\\\\\\\\[^A-Za-z0-9]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.domainsharing");

    static Stream<Arguments> patterns() {
        return CLASSES.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
                .map(field -> Arguments.of(field.getFullName(), valueOf(field)));
    }

    private static Pattern valueOf(JavaField field) {
        try {
            Field constant = field.reflect();
            constant.setAccessible(true);
            return (Pattern) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyRoomThatReadsTextShouldHaveBeenLookedThrough() {
        assertThat(patterns().map(pattern -> pattern.get()[0].toString()))
                .hasSizeGreaterThan(40)
                .anyMatch(name -> name.contains(".minger."))
                .anyMatch(name -> name.contains(".smtpclient."))
                .anyMatch(name -> name.contains(".ownership."))
                .anyMatch(name -> name.contains(".smtp."))
                .anyMatch(name -> name.contains(".webadmin."))
                .anyMatch(name -> name.contains(".commandline."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void stepsShouldGrowNoFasterThanTheText(String name, Pattern pattern) {
        for (String prefix : List.of("", "550 ")) {
            for (String part : parts(pattern)) {
                long few = steps(pattern, prefix, part, SHORT);
                long many = steps(pattern, prefix, part, LONG);

                assertThat(many)
                        .as("%s on repetitions of '%s'", name, part)
                        .isLessThan(MOST_GROWTH * Math.max(few, SHORT));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void longTextShouldNotExhaustTheStack(String name, Pattern pattern) {
        for (String part : List.of("a", " a", ".a", ":aa", " user", "a@", "5.1.1 ", "\n")) {
            steps(pattern, "550 unknown", part, DEEP);
        }
    }

    @Test
    void regularExpressionShouldBeAConstant() {
        List<String> others = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                boolean isByText =
                        call.getTargetOwner().isEquivalentTo(String.class) && BY_TEXT.contains(call.getName());
                boolean isLate = call.getTargetOwner().isEquivalentTo(Pattern.class)
                        && Set.of("compile", "matches").contains(call.getName())
                        && !call.getOrigin().getName().equals("<clinit>");
                if (isByText || isLate) {
                    others.add(call.getDescription());
                }
            }
        }

        assertThat(others).isEmpty();
    }

    @Test
    void textShouldBeSplitAtOneCharacterOrByAConstant() throws IOException {
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(".."), 20)) {
            for (Path file : files.filter(RegularExpressionsTest::isOurSource).toList()) {
                Matcher split = SPLIT.matcher(Files.readString(file));
                while (split.find()) {
                    if (!ONE_CHARACTER.matcher(split.group(1)).matches()) {
                        others.add(file + ": " + split.group());
                    }
                }
            }
        }

        assertThat(others).isEmpty();
    }

    private static boolean isOurSource(Path file) {
        String path = file.toString();
        return path.endsWith(".java")
                && path.contains("/src/main/")
                && !path.contains("/integration-tests/")
                && !path.contains("/benchmarks/");
    }

    /** What its author had in mind, and each character. */
    private static Set<String> parts(Pattern pattern) {
        Set<String> parts =
                new LinkedHashSet<>(List.of("\n", "\t", "${", "a@", ".a", ".0", "5.1.1 ", "<a", "[a", "a a", "aA1"));
        for (char c = ' '; c < 0x7f; c++) {
            parts.add(Character.toString(c));
        }
        Matcher word = WORD.matcher(pattern.pattern());
        while (word.find()) {
            parts.add(word.group().toLowerCase(Locale.ROOT) + ' ');
        }
        return parts;
    }

    private static long steps(Pattern pattern, String prefix, String part, int length) {
        CountedText text = new CountedText(prefix + part.repeat(length / part.length()));
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            assertThat(matcher.start()).isNotNegative();
        }
        matcher.matches();
        return text.steps;
    }

    /** Counts how often it is looked at. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new AssertionError("more than " + MOST_STEPS + " steps for " + text.length() + " characters");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
