package dev.trivet.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://shop:8080,             false, false, shop:8080,   1",
        "http://shop,                  false, false, shop:80,     1",
        "https://shop.example/,        true,  false, shop.example:443, 1",
        "h2c://10.0.0.1:9000;weight=5, false, true,  10.0.0.1:9000, 5",
        "h2://shop;weight=95,          true,  true,  shop:443,    95",
        "http://[::1]:8080,            false, false, [::1]:8080,  1",
    })
    void isReadFromText(String text, boolean tls, boolean http2, String name, int weight) {
        Target target = Target.of(text);

        assertThat(target.tls()).isEqualTo(tls);
        assertThat(target.http2()).isEqualTo(http2);
        assertThat(target.name()).isEqualTo(name);
        assertThat(target.weight()).isEqualTo(weight);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "shop:8080",
                "ftp://shop",
                "http://shop/base",
                "http://me:secret@shop",
                "http://shop:0",
                "http://shop:70000",
                "http://shop;weight=0",
                "http://shop?x",
                "http://a,http://a",
                "http://a,,http://b"
            })
    void whatIsNoneIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> Target.list(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".* (address|port|twice).*");
    }

    @Test
    void severalStandInOneText() {
        assertThat(Target.list("http://a:1, http://b:2;weight=3"))
                .extracting(Target::name)
                .containsExactly("a:1", "b:2");
    }
}
