// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.Shell.Run;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** Checks copies of the sample configuration. */
abstract class MistakesFixture {
    static final String SHARING = "domainsharing.xml";
    static final String SMTP = "smtpserver.xml";
    static final String PIPELINE = "mailetcontainer.xml";
    static final String MAIL = "<handler class=\"io.domainsharing.smtp.DomainSharingMailHook\"/>";

    Path folder;

    @BeforeEach
    void useFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    Run check(SampleConf conf, String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("check", "--offline", conf.folder().toString()), Stream.of(options))
                .toArray(String[]::new);
        return Shell.with(Map.of()).run(arguments).withoutLines();
    }

    SampleConf sample() {
        return SampleConf.in(folder.resolve("conf"));
    }

    static Arguments error(String finding, String why, String remedy, Consumer<SampleConf> mistake) {
        return arguments("error", finding, why, remedy, mistake);
    }

    static Arguments warning(String finding, String why, String remedy, Consumer<SampleConf> mistake) {
        return arguments("warning", finding, why, remedy, mistake);
    }
}
