{{/* A pod's part of Pod Security "restricted". Wants the user's number. */}}
{{- define "trivet.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* A container's part of it. */}}
{{- define "trivet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* On which nodes pods may run. */}}
{{- define "trivet.placement" -}}
{{- $placement := dict -}}
{{- with .Values.nodeSelector }}{{ $_ := set $placement "nodeSelector" . }}{{ end -}}
{{- with .Values.tolerations }}{{ $_ := set $placement "tolerations" . }}{{ end -}}
{{- with $placement }}{{ toYaml . }}{{ end -}}
{{- end -}}

{{/*
Annotations that change with what a service reads at its start alone, so that a change brings new pods. The gateway follows its
pack while it runs, but for these of its parts.
*/}}
{{- define "trivet.checksums" -}}
{{- $pack := include "trivet.pack" .root -}}
{{- if and $pack .public -}}
checksum/pack: {{ pick (fromYaml $pack) "site" "keyPrefix" "paths" | toJson | sha256sum }}
{{- else if $pack -}}
checksum/pack: {{ $pack | sha256sum }}
{{- end }}
{{ include "trivet.secretChecksum" .root }}
{{- end -}}

{{/* A quantity of bytes, such as 2Gi or 2.5G, in MiB. */}}
{{- define "trivet.mebibytes" -}}
{{- $units := dict "" 1 "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- $quantity := toString . -}}
{{- $unit := regexFind "[A-Za-z]*$" $quantity -}}
{{- divf (mulf (trimSuffix $unit $quantity | float64) (get $units $unit)) 1048576 -}}
{{- end -}}

{{/* A StatefulSet's disk. Without labels: they could never change. Wants size, className. */}}
{{- define "trivet.claim" -}}
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  {{- with .className }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ .size }}
{{- end -}}
