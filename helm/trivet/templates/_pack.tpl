{{/* The ConfigMap with the site's pack: the chart's own, or the one that is named. */}}
{{- define "trivet.packName" -}}
{{- .Values.packConfigMap | default (printf "%s-pack" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/* The pack's text, checked. Of a ConfigMap from outside what the cluster has; nothing where there is no cluster to ask. */}}
{{- define "trivet.pack" -}}
{{- include "trivet.packCheck" . -}}
{{- include "trivet.packText" . -}}
{{- end -}}

{{- define "trivet.packText" -}}
{{- if .Values.packConfigMap -}}
{{- get ((lookup "v1" "ConfigMap" .Release.Namespace .Values.packConfigMap).data | default dict) "pack.yaml" -}}
{{- else -}}
{{- .Values.pack -}}
{{- end -}}
{{- end -}}

{{/* Refuses what cannot be a pack. */}}
{{- define "trivet.packCheck" -}}
{{- if and .Values.pack .Values.packConfigMap -}}
{{- fail "\n\npack and packConfigMap are both set; leave one of them out.\n" -}}
{{- end -}}
{{- if not (or .Values.pack .Values.packConfigMap) -}}
{{- fail "\n\npack is empty. A pack is the file that says what your site is; give it like this:\n\n  --set-file pack=site.yaml\n" -}}
{{- end -}}
{{- with include "trivet.packText" . -}}
{{- $pack := fromYaml . -}}
{{- if or $pack.Error (not $pack.site) -}}
{{- fail (printf "\n\npack is no pack: %s. Was it given with --set instead of --set-file?\n" ($pack.Error | default "it has no site")) -}}
{{- end -}}
{{- if not $pack.keyPrefix -}}
{{- fail "\n\npack has no keyPrefix, what every Redis key of the site begins with. Give it one, such as keyPrefix: \"notes:\"\n" -}}
{{- end -}}
{{- range $key := list "paths" "types" "seed" -}}
{{- if and (hasKey $pack $key) (not (kindIs "map" (get $pack $key))) -}}
{{- fail (printf "\n\npack is no pack: nothing stands under %s.\n" $key) -}}
{{- end -}}
{{- end -}}
{{- range $name, $type := $pack.types -}}
{{- if not (kindIs "map" $type) -}}
{{- fail (printf "\n\npack is no pack: nothing stands under types.%s.\n" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
