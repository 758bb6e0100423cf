// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages show is compared with what is there, not with anything. */
class ShownOutputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one|one|true",
                "one|two|false",
                "one|one/two|false",
                "one .../three|one and a half/three|true",
                "one .../three|one and a half/four|false",
                "one/.../four|one/two/three/four|true",
                "one/.../four|one/four|true",
                "one/...|one/two|true",
                ".../two|one/three|false",
                "a.c|abc|false"
            })
    void textShouldFitLineByLine(String shown, String text, boolean fits) {
        assertThat(ShownOutput.fits(shown.replace('/', '\n'), text.replace("/", "\r\n")))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1}|{'a':1,'b':2}|true",
                "{'a':1}|{'a':2}|false",
                "{'a':1}|{'b':1}|false",
                "{'a':'...'}|{'a':[1]}|true",
                "{'a':'...'}|{'b':1}|false",
                "{'a':'x...'}|{'a':'xyz'}|true",
                "{'a':'x...'}|{'a':'yz'}|false",
                "[1,2]|[1,2]|true",
                "[1]|[1,2]|false",
                "[1,'...']|[1,2,3]|true",
                "[{'a':1},'...']|[{'a':2}]|false",
                "[]|{}|false"
            })
    void jsonShouldHaveWhatIsShown(String shown, String text, boolean fits) throws Exception {
        assertThat(ShownOutput.fitsJson(shown.replace('\'', '"'), text.replace('\'', '"')))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"... is down,WARN x - tokyo is down,true", "... is down,tokyo is down now,false"})
    void lineOfALogShouldEndAsShown(String shown, String line, boolean fits) {
        assertThat(ShownOutput.endsAs(shown, line)).isEqualTo(fits);
    }
}
