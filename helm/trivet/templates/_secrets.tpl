{{/* The Secret that holds what services and Redis are opened with. */}}
{{- define "trivet.secretName" -}}
{{- .Values.secrets.existingSecret | default (printf "%s-secrets" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/*
What is in the Secret that the chart makes. Made once and remembered for the rest of the rendering, since the checksum on the
pods must be that of the very values written; on an upgrade the values are those of the cluster.
*/}}
{{- define "trivet.secretData" -}}
{{- if not (hasKey .Values "secretData") -}}
{{- $data := (lookup "v1" "Secret" .Release.Namespace (include "trivet.secretName" .)).data | default dict -}}
{{- range $key := list "refresh-secret" "service-credential" "redis-password" -}}
{{- if not (hasKey $data $key) -}}
{{- $_ := set $data $key (randAlphaNum 48 | b64enc) -}}
{{- end -}}
{{- end -}}
{{- if not (hasKey $data "signing.pem") -}}
{{- /* A certificate's key has 2048 bits; genPrivateKey's has 4096 and signs several times slower. */ -}}
{{- $_ := set $data "signing.pem" ((genSelfSignedCert "trivet" nil nil 1).Key | b64enc) -}}
{{- end -}}
{{- $_ := set .Values "secretData" $data -}}
{{- end -}}
{{- toJson .Values.secretData -}}
{{- end -}}

{{/* An annotation that changes with the Secret; one from outside is not the chart's to watch. */}}
{{- define "trivet.secretChecksum" -}}
{{- if not .Values.secrets.existingSecret -}}
checksum/secrets: {{ include "trivet.secretData" . | sha256sum }}
{{- end -}}
{{- end -}}
