// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O2")
class StatusPageTest {
    private final StatusPage page = new StatusPage();

    @Test
    void nothingShouldBeWrittenAsMarkup() {
        assertThat(page.html())
                .doesNotContainPattern("(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|DOMParser"
                        + "|createContextualFragment|setHTML|\\beval\\b|new Function|javascript:");
    }

    @Test
    void tokenAndSecretsShouldBeStoredNowhere() {
        assertThat(page.html())
                .doesNotContainPattern(
                        "localStorage|sessionStorage|indexedDB|document\\.cookie|history\\.|location\\.");
    }

    @Test
    void pageShouldHoldAllThatItNeeds() {
        assertThat(Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                        .matcher(page.html())
                        .results())
                .extracting(match -> match.group(1))
                .containsExactly("data:,");
        assertThat(page.html()).doesNotContainPattern("@import|url\\(|https?://|new WebSocket|sendBeacon");
    }

    @Test
    void onlyItsOwnScriptsAndStyleShouldBeAllowed() {
        assertThat(page.html())
                .doesNotContainPattern("<[a-z]+[^>]* on[a-z]+=")
                .doesNotContainPattern("<[a-z]+[^>]* style=");
        assertThat(page.policy())
                .contains("default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(sources("script-src")).hasSameSizeAs(elements("<script>")).allMatch(StatusPageTest::isHash);
        assertThat(sources("style-src")).hasSameSizeAs(elements("<style>")).allMatch(StatusPageTest::isHash);
    }

    @Test
    void everythingThatIsFoundByItsIdShouldBeThere() {
        assertThat(Pattern.compile("byId\\(\"([a-z-]+)\"\\)")
                        .matcher(page.html())
                        .results())
                .hasSizeGreaterThan(40)
                .extracting(match -> match.group(1))
                .allSatisfy(id -> assertThat(page.html()).containsOnlyOnce("id=\"" + id + '"'));
    }

    @Test
    void everyFieldShouldHaveALabel() {
        assertThat(Pattern.compile("<(?:input|select) id=\"([a-z-]+)\"")
                        .matcher(page.html())
                        .results())
                .hasSizeGreaterThan(10)
                .extracting(match -> match.group(1))
                .allSatisfy(id -> assertThat(page.html())
                        .containsPattern("<label[^>]* for=\"" + id + "\"|<label[^>]*><input id=\"" + id + "\""));
    }

    private List<String> sources(String directive) {
        String sources = Pattern.compile(directive + " ([^;]+)")
                .matcher(page.policy())
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
        return List.of(sources.split(" "));
    }

    private List<String> elements(String start) {
        return Pattern.compile(start)
                .matcher(page.html())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static boolean isHash(String source) {
        return source.matches("'sha256-[A-Za-z0-9+/]{43}='");
    }
}
