// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README is read in two minutes and leads to everything else. */
class FirstPageTest {
    private static final String README = "README.md";
    private static final int MAXIMUM_OCTETS = 10 * 1024;

    @Test
    void readmeShouldBeShort() throws IOException {
        assertThat(Files.size(Checkout.root().resolve(README))).isLessThanOrEqualTo(MAXIMUM_OCTETS);
    }

    @Test
    void readmeShouldHaveTwoCommandsAndNoMore() {
        List<Fence> fences = Page.read(Checkout.root(), README).fences();

        assertThat(fences.stream().filter(fence -> !fence.kind().equals("xml")).map(Fence::text))
                .containsExactly("./demo\n", "./mvnw verify\n");
    }

    @Test
    void readmeShouldNameThePackagesThatTheScriptsGet() throws IOException {
        List<String> packages = new ArrayList<>();
        packages.addAll(named(".ci/debian", "for package in ([^;$]+); do"));
        packages.addAll(named(".ci/debian", "wanted=\\(\"\\$package\" ([a-z-]+)\\)"));
        packages.addAll(named(".ci/browser", "apt_install ([^|]+)"));
        packages.addAll(named(".ci/run", "apt_install (curl)"));
        packages.addAll(named(".ci/eslint/run", "apt_install ([^|]+)"));
        assertThat(packages).hasSizeGreaterThan(5);

        assertThat(String.join("\n", Page.read(Checkout.root(), README).lines()))
                .contains(packages.stream().map(name -> '`' + name + '`').toList())
                .contains("sudo .ci/debian", "sudo .ci/browser", "sudo .ci/eslint/run", "`.ci/run`");
    }

    private static List<String> named(String script, String pattern) throws IOException {
        Matcher names = Pattern.compile(pattern)
                .matcher(Files.readString(Checkout.root().resolve(script)));
        assertThat(names.find()).as("%s in %s", pattern, script).isTrue();
        return List.of(names.group(1).strip().split("\\s+"));
    }

    @Test
    void readmeShouldLeadToTheIndexOfAllPages() {
        assertThat(Page.read(Checkout.root(), README).links())
                .contains("docs/README.md", "docs/adr/README.md", "CONTRIBUTING.md", "LICENSE");
    }
}
